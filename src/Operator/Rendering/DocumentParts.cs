using System.Globalization;
using Markdig.Syntax;
using Operator.Core.Documents;
using Operator.Rendering.Html;

namespace Operator.Rendering;

/// <summary>Fits a document into a limit: whole blocks are left out from the end and a notice says so, never half a table or tag.</summary>
internal static class DocumentParts
{
    public static (string Markdown, string Html) Fit(string markdown, IReadOnlyList<SloChart> charts, int? maxBytes)
    {
        var html = HtmlDocumentRenderer.Render(markdown, charts);
        if (maxBytes is not { } limit)
        {
            return (markdown, html);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(limit, DocumentOptions.MinimumMaxBytes);
        if (Utf8Size.Fits(markdown, limit) && Utf8Size.Fits(html, limit))
        {
            return (markdown, html);
        }

        var parsed = BoundedMarkdown.Parse(markdown, MarkdownLimits.Document);
        return (
            Utf8Size.Fits(markdown, limit) ? markdown : Largest(parsed.Count, count => Cut(markdown, parsed, count, limit), limit),
            Utf8Size.Fits(html, limit)
                ? html
                : Largest(parsed.Count, count => HtmlDocumentRenderer.Render(Cut(markdown, parsed, count, limit), charts), limit));
    }

    // The more blocks, the more bytes: the largest number that fits is found by halving.
    private static string Largest(int blocks, Func<int, string> render, int limit)
    {
        var (fits, exceeds) = (0, blocks);
        var best = render(0);
        while (exceeds - fits > 1)
        {
            var middle = fits + ((exceeds - fits) / 2);
            var text = render(middle);
            if (Utf8Size.Fits(text, limit))
            {
                (fits, best) = (middle, text);
            }
            else
            {
                exceeds = middle;
            }
        }

        return best;
    }

    private static string Cut(string markdown, MarkdownDocument parsed, int blocks, int limit)
    {
        var end = blocks == 0 ? 0 : Math.Min(markdown.Length, parsed[blocks - 1].Span.End + 1);
        var notice = string.Create(
            CultureInfo.InvariantCulture,
            $"> ⚠️ **Cut:** the rest of this document does not fit into {limit:N0} bytes and is left out here.\n");
        return end == 0 ? notice : $"{markdown.AsSpan(0, end).TrimEnd()}\n\n---\n\n{notice}";
    }
}
