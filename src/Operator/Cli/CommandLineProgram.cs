using System.CommandLine;
using System.CommandLine.Help;

namespace Operator.Cli;

/// <summary>The program's commands.</summary>
internal static class CommandLineProgram
{
    private const string Examples = """
        Examples:
          Operator validate postmortem.yaml
          Operator render postmortem.yaml --prometheus-url http://localhost:9090 --out out
          Operator render postmortem.yaml --evidence evidence.json.gz > postmortem.md
          Operator crd | kubectl apply --server-side -f -
          Operator run --prometheus-url http://localhost:9090

        Exit code: 0 all is well, 1 the answer is no, 2 wrong usage or input that cannot be read.
        """;

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var parsed = Root(terminal).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(error.Message);
            }

            await terminal.Error.WriteLineAsync($"Try: Operator {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCodes.Unusable;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (UnusableException e)
        {
            await terminal.Error.WriteLineAsync(e.Message);
            return ExitCodes.Unusable;
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var run = RunCommand.Create(terminal);
        var render = RenderCommand.Create(terminal);
        var validate = ValidateCommand.Create(terminal);
        var crd = CrdCommand.Create(terminal);
        var root = new RootCommand("Turns incidents into verified post-mortems.") { run, render, validate, crd };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, new Dictionary<Command, string>
        {
            [root] = Examples,
            [run] = RunCommand.Examples,
            [render] = RenderCommand.Examples,
            [validate] = ValidateCommand.Examples,
            [crd] = CrdCommand.Examples,
        });
        return root;
    }
}
