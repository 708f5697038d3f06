using System.Globalization;
using System.Text;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Operator.Rendering.Html;

/// <summary>Gives headings their ids, as links to sections expect them, and lists the sections.</summary>
internal sealed class DocumentHeadings
{
    /// <summary>Headings below this level have no id.</summary>
    public const int Lowest = 3;

    private const int LongestId = 80;

    private readonly List<DocumentSection> _sections = [];

    // How often each id is taken. The skip link's target is.
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal) { ["document"] = 1 };

    public string Title { get; private set; } = "Post-Mortem";

    public IReadOnlyList<DocumentSection> Sections => _sections;

    /// <summary>Names the headings of a whole document.</summary>
    public static DocumentHeadings Name(MarkdownDocument document)
    {
        var headings = new DocumentHeadings();
        foreach (var block in document)
        {
            if (block is HeadingBlock { Level: <= Lowest, Inline: { } inline } heading)
            {
                heading.GetAttributes().Id = headings.Add(heading.Level, InlineText.Of(inline));
            }
        }

        return headings;
    }

    /// <summary>Takes up the next heading.</summary>
    /// <param name="level">At most <see cref="Lowest"/>.</param>
    /// <param name="text">Its text as a reader sees it.</param>
    /// <returns>Its id.</returns>
    public string Add(int level, string text)
    {
        text = text.Trim();
        var id = Unique(Slug(text));
        if (level == 1)
        {
            Title = text;
        }
        else if (level == 2)
        {
            _sections.Add(new DocumentSection(id, text));
        }

        return id;
    }

    private static string Slug(string text)
    {
        // A rune takes two characters at most.
        Span<char> slug = stackalloc char[LongestId + 2];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length >= LongestId)
            {
                break;
            }

            if (Rune.IsLetterOrDigit(rune))
            {
                length += Rune.ToLowerInvariant(rune).EncodeToUtf16(slug[length..]);
            }
            else if (rune.Value is ' ' or '-' && length > 0 && slug[length - 1] != '-')
            {
                slug[length++] = '-';
            }
        }

        return slug[..length].Trim('-') is { IsEmpty: false } id ? id.ToString() : "section";
    }

    private string Unique(string id)
    {
        var candidate = id;
        while (!_taken.TryAdd(candidate, 1))
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{id}-{++_taken[id]}");
        }

        return candidate;
    }
}
