using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Operator.Rendering;

/// <summary>
/// Names the footnotes of a person's Markdown apart from those of other fields: a document is one text, in which the first definition of
/// a label stands for all. A note that nothing refers to is text, so that it is not lost; and so is one that is defined twice or holds
/// more than paragraphs: what is left open in it would take in what follows the field.
/// </summary>
/// <param name="source">The field; the same field gives the same labels.</param>
internal sealed partial class AuthorFootnotes(string source)
{
    private readonly string _suffix = "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 3));

    /// <summary>The text with its own labels; the same when nothing is left to name.</summary>
    /// <param name="text">The field, or what was made of it.</param>
    /// <param name="document">The text as it is read.</param>
    public string Named(string text, MarkdownDocument document)
    {
        if (!text.Contains("[^", StringComparison.Ordinal))
        {
            return text;
        }

        var notes = document.Descendants<Footnote>().ToLookup(f => f.Label?.TrimStart('^') ?? "", StringComparer.OrdinalIgnoreCase);
        List<SourceSpan> code = [.. document.Descendants().Where(n => n is CodeBlock or CodeInline).Select(n => n.Span)];
        var defined = Label().Matches(text).Where(IsDefinition).ToLookup(Name, StringComparer.OrdinalIgnoreCase);
        return Label().Replace(text, match => IsCode(match) ? match.Value
            : notes.Contains(Name(match)) ? IsNote(Name(match)) ? Renamed(match) : "\\" + match.Value
            : IsDefinition(match) ? "\\" + match.Value
            : match.Value);

        bool IsCode(Match match) => code.Exists(s => s.Start <= match.Index && match.Index <= s.End);

        bool IsDefinition(Match match) => match.Groups["colon"].Success && text.AsSpan(text.LastIndexOf('\n', match.Index) + 1)[..(match.Index - text.LastIndexOf('\n', match.Index) - 1)].IsWhiteSpace() && !IsCode(match);

        // Of two definitions, only the first is in what was read.
        bool IsNote(string label) => defined[label].Count() == 1 && notes[label].All(n => n.All(b => b is ParagraphBlock));
    }

    private static string Name(Match match) => match.Groups["label"].Value;

    private string Renamed(Match match) => Name(match).EndsWith(_suffix, StringComparison.Ordinal) ? match.Value : $"[^{Name(match)}{_suffix}]{match.Groups["colon"].Value}";

    // Not after a backslash, which makes it text.
    [GeneratedRegex("(?<!\\\\)\\[\\^(?<label>[^\\]\\[\\s]{1,100})\\](?<colon>:)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
