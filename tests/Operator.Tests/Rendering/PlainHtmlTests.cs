using System.Text;
using CsCheck;
using Markdig;
using Markdig.Syntax;
using Operator.Core.Documents;
using Operator.Rendering;
using Operator.Rendering.Html;
using Operator.Rendering.Html.Plain;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>
/// Plain Markdown is written as HTML without the parser. Whatever is written so must be what the parser gives, to the byte;
/// whatever is not plain must be refused.
/// </summary>
public sealed class PlainHtmlTests
{
    private static readonly SloChart[] Charts = [new("a", "sli-a.svg", "<svg>\n</svg>\n")];

    [Theory]
    [InlineData("full", true)]
    [InlineData("minimal", true)]
    [InlineData("ongoing", true)]
    [InlineData("manual", true)]
    [InlineData("partial", true)]
    [InlineData("hostile", false)]
    public void A_document_of_the_built_in_template_is_plain_unless_its_authors_are_not(string name, bool plain)
    {
        var document = GoldenDocuments.Render(name);

        Assert.Equal(plain, IsPlain(document.Markdown, document.Charts));
        Assert.Equal(ByParser(document.Markdown, document.Charts), document.Html);
    }

    [Fact]
    public void Whatever_is_taken_for_plain_reads_as_the_parser_reads_it()
    {
        var plain = 0;
        PlainMarkdown.Any.Sample(
            markdown =>
            {
                if (IsPlain(markdown, Charts))
                {
                    Interlocked.Increment(ref plain);
                    Assert.Equal(ByParser(markdown, Charts), HtmlDocumentRenderer.Render(markdown, Charts));
                }
            },
            iter: 30_000);
        Assert.InRange(plain, 1500, 30_000);
    }

    [Fact]
    public void Whatever_people_write_the_page_reads_as_the_parser_reads_it()
    {
        var plain = 0;
        PlainMarkdown.Specs.Sample(
            resource =>
            {
                var document = Rendered.Document(resource, SampleIncident.Evidence());
                Assert.Equal(ByParser(document.Markdown, document.Charts), document.Html);
                Interlocked.Add(ref plain, IsPlain(document.Markdown, document.Charts) ? 1 : 0);
            },
            iter: 1500);
        Assert.InRange(plain, 300, 1500);
    }

    [Fact]
    public void A_plain_field_needs_no_containment_unless_it_has_a_heading_of_the_documents_levels() => PlainMarkdown.Any.Sample(
        markdown =>
        {
            using var html = new TextBuffer();
            var plain = new PlainDocument(markdown, html, []);
            if (plain.TryWrite() && !plain.HasHeadings)
            {
                var parsed = Markdown.Parse(markdown, MarkdownDialect.Pipeline);
                var edits = new AuthorMarkdownEdits(markdown);
                edits.Collect(parsed);
                Assert.True(edits.None, markdown);
                Assert.Equal(parsed is [ParagraphBlock], plain.IsParagraph);
            }
        },
        iter: 30_000);

    [Theory]
    [InlineData(16 * 1024)]
    [InlineData(400 * 1024)]
    public void A_limit_that_is_not_reached_changes_nothing(int limit)
    {
        var resource = Rendered.Sample("minimal.yaml");

        Assert.Equivalent(Rendered.Document(resource, null), Rendered.Document(resource, null, options: Rendered.Options with { MaxBytes = limit }), strict: true);
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("a\0b")]
    [InlineData("<b>")]
    [InlineData("<javascript:x>")]
    [InlineData("[a](<javascript:x>)")]
    [InlineData("[a](<http://x/?a=1&copy=2>)")]
    [InlineData("see http://example.com")]
    [InlineData("**a\nb**")]
    [InlineData("[r]\n\n[r]: http://example.com")]
    [InlineData("    code")]
    [InlineData("a | b\n--|--\n1 | 2")]
    [InlineData("```\nopen")]
    [InlineData("Title\n===")]
    [InlineData("- a\n\n- b")]
    [InlineData("![p](https://example.com/p.png)")]
    public void What_has_more_to_it_is_left_to_the_parser(string markdown) => Assert.False(IsPlain(markdown, Charts));

    [Fact]
    public void A_page_of_any_length_is_written_whole()
    {
        var markdown = string.Concat(Enumerable.Repeat("- [ ] **A:** \\<b> & `c`\n", 10_000));

        Assert.True(IsPlain(markdown, []));
        Assert.Equal(10_000, new StringBuilder(HtmlDocumentRenderer.Render(markdown, [])).Replace("</li>", "").ToString().Split("<li ").Length - 1);
    }

    private static bool IsPlain(string markdown, IReadOnlyList<SloChart> charts)
    {
        using var html = new TextBuffer();
        return new PlainDocument(markdown, html, charts).TryWrite();
    }

    private static string ByParser(string markdown, IReadOnlyList<SloChart> charts) =>
        HtmlDocumentRenderer.Render(Markdown.Parse(markdown, MarkdownDialect.Pipeline), charts);
}
