using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Operator.Cli;

/// <summary>Help that ends with examples and exit codes: what people copy.</summary>
/// <param name="help">The framework's help.</param>
/// <param name="examples">The text for each command that has one.</param>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<Command, string> examples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var text))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        }

        return result;
    }
}
