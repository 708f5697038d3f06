using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Operator.Configuration;

namespace Operator.Cli;

/// <summary>The program's commands.</summary>
internal static class CommandLineProgram
{
    private const string Examples = """
        Examples:
          postmortem-operator validate postmortem.yaml
          postmortem-operator render postmortem.yaml --prometheus-url http://localhost:9090 --out out
          postmortem-operator render postmortem.yaml --evidence evidence.json.gz > postmortem.md
          postmortem-operator crd | kubectl apply --server-side -f -
          postmortem-operator run --prometheus-url http://localhost:9090

        Exit code: 0 all is well, 1 the answer is no, 2 wrong usage or input that cannot be read.
        """;

    private static readonly KnownCommand[] Commands =
    [
        new("run", RunCommand.Create, RunCommand.Examples),
        new("render", RenderCommand.Create, RenderCommand.Examples),
        new("validate", ValidateCommand.Create, ValidateCommand.Examples),
        new("crd", CrdCommand.Create, CrdCommand.Examples),
    ];

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var parsed = Root(args, terminal).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(Words(error));
            }

            await terminal.Error.WriteLineAsync($"Try: postmortem-operator {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCodes.Unusable;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                // The operator's host takes signals, and more than two seconds to stop where work is under way; nothing else has to be stopped in an order.
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (UnusableException e)
        {
            await terminal.Error.WriteLineAsync(e.Message);
            return ExitCodes.Unusable;
        }
    }

    // The library names the type of .NET that it wanted.
    private static string Words(ParseError error)
    {
        var expected = (error.SymbolResult as OptionResult)?.Option.ValueType switch
        {
            { } type when type == typeof(int?) => "a whole number",
            { } type when type == typeof(double?) => "a number",
            _ => null,
        };
        return expected is not null && error.SymbolResult is OptionResult { Tokens: [var token] } result ? $"{result.Option.Name}: '{token.Value}' must be {expected}" : error.Message;
    }

    // Whoever names a command needs no other: making one is expensive, beside a run of a tenth of a second.
    private static RootCommand Root(string[] args, Terminal terminal)
    {
        var root = new RootCommand("Turns incidents into verified post-mortems.");
        var examples = new Dictionary<Command, string> { [root] = Examples };
        var name = args is [var first, ..] && Array.Exists(Commands, c => c.Name == first) ? first : null;
        foreach (var known in Commands)
        {
            if (name is null || known.Name == name)
            {
                var command = known.Create(terminal);
                root.Add(command);
                examples[command] = known.Examples;
            }
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, examples);
        return root;
    }

    private sealed record KnownCommand(string Name, Func<Terminal, Command> Create, string Examples);
}
