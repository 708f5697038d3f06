using System.Text;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Operator.Core.Documents;

namespace Operator.Rendering;

/// <summary>
/// Markdown for a place where a forge takes @name for a mention, and #12, GH-12 and addresses of issues for references: there they notify people, appear in other
/// issues, and close them. What is read stays the same, but for links to issues, whose addresses become code. Files of a repository need none of this.
/// </summary>
internal static partial class UnlinkedMarkdown
{
    /// <summary>The Markdown without mentions and references.</summary>
    /// <param name="markdown">Markdown of a document.</param>
    /// <param name="kept">Addresses that stay links.</param>
    public static string Of(string markdown, IReadOnlySet<string> kept)
    {
        if (!Suspect().IsMatch(markdown))
        {
            return markdown;
        }

        try
        {
            return Apply(markdown, [.. Edits(markdown, BoundedMarkdown.Parse(markdown, MarkdownLimits.Document), kept)]);
        }
        catch (MarkdownTooComplexException)
        {
            return MarkdownText.Code(markdown, int.MaxValue);
        }
    }

    private static IEnumerable<(int Start, int Length, string Text)> Edits(string source, MarkdownDocument document, IReadOnlySet<string> kept)
    {
        var literals = new bool[source.Length];
        foreach (var inline in document.Descendants<Inline>())
        {
            switch (inline)
            {
                case AutolinkInline { IsEmail: false } link when IsReference(link.Url, kept):
                    yield return (link.Span.Start, link.Span.Length, MarkdownText.Code(link.Url));
                    break;
                case LinkInline { IsAutoLink: true, Url: { } url } link when IsReference(url, kept):
                    yield return (link.Span.Start, link.Span.Length, MarkdownText.Code(source.Substring(link.Span.Start, link.Span.Length)));
                    break;
                case LinkInline { IsAutoLink: false, Url: { } url } link when IsReference(url, kept):
                    foreach (var edit in Opened(link, url))
                    {
                        yield return edit;
                    }

                    break;
                case HtmlEntityInline entity when Signs().IsMatch(entity.Transcoded.ToString()):
                    yield return (entity.Span.End + 1, 0, $"{MarkdownText.WordJoiner}");
                    break;
                case LiteralInline literal when !IsInKeptLink(literal, kept):
                    literals.AsSpan(literal.Span.Start, Math.Min(literal.Span.Length, source.Length - literal.Span.Start)).Fill(true);
                    break;
            }
        }

        foreach (Match live in Live().Matches(source))
        {
            var sign = live.Groups["after"];
            if (literals[sign.Index])
            {
                yield return (sign.Index + sign.Length, 0, $"{MarkdownText.WordJoiner}");
            }
        }
    }

    // The text of a link, and its address as code.
    private static IEnumerable<(int Start, int Length, string Text)> Opened(LinkInline link, string url)
    {
        if (link is not { FirstChild: { } first, LastChild: { } last })
        {
            yield return (link.Span.Start, link.Span.Length, MarkdownText.Code(url));
            yield break;
        }

        yield return (link.Span.Start, first.Span.Start - link.Span.Start, "");
        yield return (last.Span.End + 1, link.Span.End - last.Span.End, $" ({MarkdownText.Code(url)})");
    }

    // Nothing within a link is a mention.
    private static bool IsInKeptLink(Inline inline, IReadOnlySet<string> kept) => inline.Parent switch
    {
        LinkInline { Url: { } url } => !IsReference(url, kept),
        { } parent => IsInKeptLink(parent, kept),
        null => false,
    };

    private static bool IsReference(string url, IReadOnlySet<string> kept) => Issue().IsMatch(url) && !kept.Contains(url);

    private static string Apply(string source, IReadOnlyList<(int Start, int Length, string Text)> edits)
    {
        var result = new StringBuilder(source.Length + edits.Count);
        var position = 0;
        foreach (var (start, length, text) in edits.OrderBy(e => e.Start).ThenByDescending(e => e.Length))
        {
            // What lies within a part that was replaced is gone.
            if (start >= position)
            {
                result.Append(source, position, start - position).Append(text);
                position = start + length;
            }
        }

        return result.Append(source, position, source.Length - position).ToString();
    }

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private const string Place = @"[^/\s]+/[^/\s]+/[^/\s]+/(issues|pull|pulls|discussions|commit)/\w";

    [GeneratedRegex("[@#&]|GH\\\\?-|://|www\\.", Options, 1000)]
    private static partial Regex Suspect();

    [GeneratedRegex(@"(?<![A-Za-z0-9_])(?<after>@)(?=\w|&\#)|(?<after>\#)(?=\d|&\#)|(?<![A-Za-z0-9_])(?<after>G)(?=&\#)|(?<![A-Za-z0-9_])(?<after>GH)(?=\\?-[\d&]|&\#)|https?(?<after>://)(?=" + Place + ")", Options, 1000)]
    private static partial Regex Live();

    // A person can write each of them as a character reference.
    [GeneratedRegex("^[@#GH]\\z", Options, 1000)]
    private static partial Regex Signs();

    [GeneratedRegex("^(https?://)?" + Place, Options, 1000)]
    private static partial Regex Issue();
}
