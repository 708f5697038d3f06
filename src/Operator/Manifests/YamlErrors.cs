using YamlDotNet.Core;

namespace Operator.Manifests;

/// <summary>Says in a person's words why text is not YAML.</summary>
internal static class YamlErrors
{
    /// <summary>The message for a parser's error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="text">The document.</param>
    public static string Explain(YamlException error, string text)
    {
        var line = text.Split('\n').ElementAtOrDefault((int)Math.Clamp(error.Start.Line - 1, 0, int.MaxValue)) ?? "";
        var indentation = line[..(line.Length - line.TrimStart(' ', '\t').Length)];
        if (indentation.Contains('\t', StringComparison.Ordinal))
        {
            return "is indented with a tab; YAML wants spaces";
        }

        var hint = error.Message.Contains("mapping values are not allowed", StringComparison.OrdinalIgnoreCase)
            ? "; put text that contains ': ' in quotes"
            : "";
        return FormattableString.Invariant($"is not YAML: {Quote.Short(error.Message)} (column {error.Start.Column}){hint}");
    }
}
