using System.CommandLine;
using Operator.Configuration;
using Operator.Validation;

namespace Operator.Cli;

/// <summary><c>validate FILE…</c></summary>
internal static class ValidateCommand
{
    /// <summary>What the help ends with.</summary>
    public const string Examples = """
        Every problem of every document comes in one go, as file:line: field.path: what is wrong and what would be right.
        Warnings do not make a document invalid. Other kinds in the files are ignored.

        Examples:
          postmortem-operator validate postmortem.yaml
          postmortem-operator validate incidents/*.yaml
          kubectl get pm p0-042 -o yaml | postmortem-operator validate -

        Exit code: 0 all are valid, 1 some are not, 2 some cannot be read.
        """;

    private static readonly Argument<string[]> Paths = new("FILE")
    {
        Description = "YAML or JSON files with PostMortems, several documents each where you like; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Config = CommonOptions.Config();
    private static readonly Option<string?> Templates = CommonOptions.Templates();

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("validate", "Judges PostMortems as the API server would, and beyond.") { Paths, Config, Templates };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(Paths)!, parsed.GetValue(Config), parsed.GetValue(Templates), terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] files, string? config, string? templates, Terminal terminal, CancellationToken cancellationToken)
    {
        var settings = OperatorOptionsLoader.Load(config).ToValidationSettings(terminal.Time.GetUtcNow(), config, templates);
        var exitCode = ExitCodes.Fine;
        var valid = 0;
        foreach (var file in files)
        {
            try
            {
                var judged = PostMortemFile.Judge(Files.ReadManifests(file, terminal), Files.Name(file), settings);
                exitCode = Math.Max(exitCode, Verdict.Print(judged, terminal.Output, terminal.Error));
                valid += judged.Resources.Count;
            }
            catch (UnusableException e)
            {
                // The other files are judged all the same.
                await terminal.Error.WriteLineAsync(e.Message);
                exitCode = ExitCodes.Unusable;
            }
        }

        if (exitCode == ExitCodes.Fine)
        {
            await terminal.Error.WriteLineAsync($"{valid} valid");
        }

        return exitCode;
    }
}
