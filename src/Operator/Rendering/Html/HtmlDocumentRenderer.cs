using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Operator.Core.Documents;

namespace Operator.Rendering.Html;

/// <summary>
/// Turns a document's Markdown into one self-contained page. Every tag that can come out is written by a renderer of this folder
/// or by Markdig's own for plain Markdown; raw HTML is never parsed and links pass an allow-list, so nothing is left to sanitize
/// afterwards (the tests let a sanitizer judge that). Styles are inline and named to the browser by hash; scripts have no way in.
/// </summary>
internal static class HtmlDocumentRenderer
{
    // What the template begins a notice with; other quotations warn of nothing.
    private const string NoticeSign = "⚠️";

    /// <summary>Renders a page.</summary>
    /// <param name="markdown">The whole document.</param>
    /// <param name="charts">Charts that the document refers to by file name.</param>
    /// <exception cref="MarkdownTooComplexException">The document takes more than <see cref="MarkdownLimits.Document"/>.</exception>
    public static string Render(string markdown, IReadOnlyList<SloChart> charts)
    {
        // Only forges look for mentions, and they do not read this page.
        var document = BoundedMarkdown.Parse(markdown.Replace(MarkdownText.WordJoiner.ToString(), "", StringComparison.Ordinal), MarkdownLimits.Document);
        var headings = DocumentHeadings.Name(document);
        using var page = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        page.Write(PageHead.Of(headings.Title, document.Descendants<LinkInline>().Any(l => l.IsImage && LinkPolicy.IsPicture(l.Url))));
        page.Write("<a class=\"skip\" href=\"#document\">Skip to the document</a>\n");
        Contents(page, headings.Sections);
        page.Write("<main id=\"document\">\n<article>\n");
        foreach (var code in document.Descendants<CodeBlock>())
        {
            // Long lines scroll, also for those who have no mouse.
            code.GetAttributes().AddPropertyIfNotExist("tabindex", "0");
        }

        foreach (var notice in document.Descendants<QuoteBlock>().Where(q => q is [ParagraphBlock { Inline.FirstChild: LiteralInline text }, ..] && text.Content.AsSpan().StartsWith(NoticeSign)))
        {
            notice.GetAttributes().AddClass("notice");
        }

        Body(page, charts).Render(document);
        page.Write("</article>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Contents(StringWriter page, IReadOnlyList<DocumentSection> sections)
    {
        if (sections.Count == 0)
        {
            return;
        }

        page.Write("<nav aria-label=\"Contents\">\n<p>Contents</p>\n<ol>\n");
        foreach (var section in sections)
        {
            page.Write($"<li><a href=\"#{HtmlText.Escape(section.Id)}\">{HtmlText.Escape(section.Title)}</a></li>\n");
        }

        page.Write("</ol>\n</nav>\n");
    }

    private static HtmlRenderer Body(TextWriter writer, IReadOnlyList<SloChart> charts)
    {
        var renderer = new HtmlRenderer(writer);
        MarkdownDialect.Document.Setup(renderer);
        var renderers = renderer.ObjectRenderers;
        renderers.Add(new DetailsHtml());
        renderers.FindExact<CodeBlockRenderer>()!.OutputAttributesOnPre = true;
        renderers.ReplaceOrAdd<LiteralInlineRenderer>(new TextHtml());
        renderers.ReplaceOrAdd<HtmlTableRenderer>(new TableHtml());
        renderers.ReplaceOrAdd<HtmlTaskListRenderer>(new TaskListHtml());
        renderers.ReplaceOrAdd<HtmlFootnoteGroupRenderer>(new FootnoteGroupHtml());
        renderers.ReplaceOrAdd<HtmlFootnoteLinkRenderer>(new FootnoteLinkHtml());
        renderers.ReplaceOrAdd<LinkInlineRenderer>(new LinkHtml(charts));
        renderers.ReplaceOrAdd<AutolinkInlineRenderer>(new AutolinkHtml());
        renderers.ReplaceOrAdd<ParagraphRenderer>(new ParagraphHtml(charts));
        // HTML is not parsed; should a parser ever bring some, it is shown as text.
        renderers.ReplaceOrAdd<HtmlInlineRenderer>(new EscapedHtmlInline());
        renderers.ReplaceOrAdd<HtmlBlockRenderer>(new EscapedHtmlBlock());
        return renderer;
    }
}
