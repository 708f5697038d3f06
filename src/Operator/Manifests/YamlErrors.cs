using YamlDotNet.Core;

namespace Operator.Manifests;

/// <summary>Says in a person's words why text is not YAML.</summary>
internal static class YamlErrors
{
    /// <summary>The line of the document, from 1, and the message for a parser's error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="text">The document.</param>
    public static (int Line, string Message) Explain(YamlException error, string text)
    {
        var line = (int)Math.Clamp(error.Start.Line, 1, int.MaxValue / 2);
        // The parser notices a tab only where it makes no sense of what came before.
        foreach (var (index, candidate) in text.Split('\n').Index().Skip(line - 1).Take(2))
        {
            if (candidate[..^candidate.TrimStart(' ', '\t').Length].Contains('\t', StringComparison.Ordinal))
            {
                return (index + 1, "is indented with a tab; YAML wants spaces");
            }
        }

        var message = error.Message.Contains("invalid mapping", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("mapping values are not allowed", StringComparison.OrdinalIgnoreCase)
            ? "text that contains ': ' must be in quotes"
            : Quote.Short(error.Message.TrimEnd('.'));
        return (line, FormattableString.Invariant($"is not YAML: {message} (column {error.Start.Column})"));
    }
}
