using System.CommandLine;
using Operator.Crds;

namespace Operator.Cli;

/// <summary><c>crd</c></summary>
internal static class CrdCommand
{
    /// <summary>What the help ends with.</summary>
    public const string Examples = """
        Example:
          postmortem-operator crd | kubectl apply --server-side -f -
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("crd", "Prints the CustomResourceDefinition.");
        command.SetAction(async (_, _) =>
        {
            await terminal.Output.WriteAsync(CrdGenerator.Yaml());
            return ExitCodes.Fine;
        });
        return command;
    }
}
