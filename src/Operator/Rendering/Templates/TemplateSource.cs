using System.Text.RegularExpressions;

namespace Operator.Rendering.Templates;

/// <summary>A template's text and the name by which people know it.</summary>
/// <param name="Name">"default" for the built-in one.</param>
/// <param name="Text">The template.</param>
internal sealed partial record TemplateSource(string Name, string Text)
{
    public const string DefaultName = "default";

    public static TemplateSource Default { get; } = BuiltIn(EmbeddedText.Read("default.md.scriban"));

    /// <summary>The parts of the text that a line <c>{{~ # block NAME ~}}</c> begins; empty for a custom template, which is one part.</summary>
    public IReadOnlyList<(string Name, string Text)> Blocks { get; private init; } = [];

    private static TemplateSource BuiltIn(string text)
    {
        var lines = BlockLine().Matches(text);
        var starts = lines.Select((line, i) => i == 0 ? 0 : line.Index).Append(text.Length).ToArray();
        return new TemplateSource(DefaultName, text)
        {
            Blocks = [.. lines.Select((line, i) => (line.Groups["name"].Value, text[starts[i]..starts[i + 1]].Replace(line.Value, "", StringComparison.Ordinal)))],
        };
    }

    [GeneratedRegex(@"^\{\{~ # block (?<name>[a-z-]+) ~\}\}\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BlockLine();
}
