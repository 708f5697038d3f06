using System.Globalization;
using Markdig.Syntax;
using Operator.Core.Documents;

namespace Operator.Rendering;

/// <summary>
/// Keeps a person's Markdown in its place. The text is parsed as it will be read, and only what reaches beyond the field is
/// changed in the source: headings sink below the document's own, fences are closed, HTML is escaped, dangerous links become text.
/// Text beyond <see cref="MarkdownLimits.Field"/> is shown as it was written.
/// </summary>
internal static class AuthorMarkdownRenderer
{
    /// <summary>Longer fields are cut, with a notice.</summary>
    public const int Limit = 64 * 1024;

    private const int MostRounds = 8;

    /// <summary>Markdown that begins and ends as blocks of its own.</summary>
    public static string Block(AuthorMarkdown markdown) => Contain(Read(Clean(markdown.Source), AuthorNotes.AtTheEnd)).Text;

    /// <summary>The same as a quotation.</summary>
    public static string Quote(AuthorMarkdown markdown) =>
        string.Join('\n', Contain(WithNotes(Clean(markdown.Source))).Text.Split('\n').Select(line => line.Length == 0 ? ">" : "> " + line));

    /// <summary>
    /// What stands after a label: a first paragraph becomes one line beside it, anything else blocks below it, indented to stay in a
    /// list's item.
    /// </summary>
    public static string Inline(AuthorMarkdown markdown, int indent = 0)
    {
        var (text, firstEnd) = Contain(WithNotes(Clean(markdown.Source)));
        var first = text[..firstEnd].TrimStart().Replace('\n', ' ');
        var rest = text[firstEnd..].Trim('\n');
        if (rest.Length == 0)
        {
            return first;
        }

        var padding = new string(' ', indent);
        var lines = rest.Split('\n').Select(line => line.Length == 0 ? line : padding + line);
        return first + "\n\n" + string.Join('\n', lines) + "\n";
    }

    private static string Clean(string source)
    {
        var normal = source.ReplaceLineEndings("\n");
        var kept = normal.Length <= Limit ? normal : normal[..Limit];
        var clean = AuthorText.Clean(kept).Trim('\n').TrimEnd();
        return normal.Length <= Limit
            ? clean
            : clean + string.Create(CultureInfo.InvariantCulture, $"\n\n_Cut: this text has {normal.Length:N0} characters; the first {Limit:N0} are shown._");
    }

    private static string WithNotes(string text) => Read(Read(text, AuthorNotes.AtTheEnd), AuthorNotes.InPlace);

    // Text without notes need not be read for them.
    private static string Read(string text, Func<string, MarkdownDocument, string> change)
    {
        if (!text.Contains("[^", StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            return change(text, BoundedMarkdown.Parse(text, MarkdownLimits.Field));
        }
        catch (MarkdownTooComplexException)
        {
            return text;
        }
    }

    // The text, and where its first paragraph ends; 0 when it begins with something else.
    private static (string Text, int FirstEnd) Contain(string text)
    {
        var footnotes = new AuthorFootnotes(text);

        // Text that was changed is read again: an escape may bring to light what it had covered.
        for (var round = 0; round < MostRounds; round++)
        {
            MarkdownDocument document;
            try
            {
                document = BoundedMarkdown.Parse(text, MarkdownLimits.Field);
            }
            catch (MarkdownTooComplexException)
            {
                break;
            }

            if (footnotes.Named(text, document) is var named && !string.Equals(named, text, StringComparison.Ordinal))
            {
                text = named;
                continue;
            }

            var edits = new AuthorMarkdownEdits(text);
            edits.Collect(document);
            if (edits.None)
            {
                return (text, document is [ParagraphBlock first, ..] ? first.Span.End + 1 : 0);
            }

            text = edits.Apply();
        }

        return (Fenced(text), 0);
    }

    private static string Fenced(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', Math.Max(longest + 1, 3));
        return $"{fence}\n{text}\n{fence}";
    }
}
