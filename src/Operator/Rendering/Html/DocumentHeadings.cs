using System.Globalization;
using System.Text;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Operator.Rendering.Html;

/// <summary>Gives headings their ids, as links to sections expect them, and lists the sections.</summary>
internal static class DocumentHeadings
{
    private const int LongestId = 80;

    public static (string Title, IReadOnlyList<DocumentSection> Sections) Name(MarkdownDocument document)
    {
        var title = "Post-Mortem";
        var sections = new List<DocumentSection>();
        // The skip link's target is taken.
        var taken = new HashSet<string>(StringComparer.Ordinal) { "document" };
        foreach (var block in document)
        {
            if (block is not HeadingBlock { Level: <= 3, Inline: { } inline } heading)
            {
                continue;
            }

            var text = Text(inline);
            var id = Unique(Slug(text), taken);
            heading.GetAttributes().Id = id;
            if (heading.Level == 1)
            {
                title = text;
            }
            else if (heading.Level == 2)
            {
                sections.Add(new DocumentSection(id, text));
            }
        }

        return (title, sections);
    }

    private static string Text(ContainerInline container)
    {
        var text = new StringBuilder();
        foreach (var inline in container.Descendants())
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                _ => text,
            };
        }

        return text.ToString().Trim();
    }

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (slug.Length >= LongestId)
            {
                break;
            }

            if (Rune.IsLetterOrDigit(rune))
            {
                slug.Append(Rune.ToLowerInvariant(rune));
            }
            else if (rune.Value is ' ' or '-' && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-') is { Length: > 0 } id ? id : "section";
    }

    private static string Unique(string id, HashSet<string> taken)
    {
        var candidate = id;
        for (var i = 2; !taken.Add(candidate); i++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{id}-{i}");
        }

        return candidate;
    }
}
