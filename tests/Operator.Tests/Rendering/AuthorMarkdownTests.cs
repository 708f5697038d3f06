using System.Text.RegularExpressions;
using Operator.Core.Documents;
using Operator.Rendering;
using Operator.Rendering.Html;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>What people write, in Markdown and in the page.</summary>
public sealed class AuthorMarkdownTests
{
    // One red point.
    private const string Picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    [Theory]
    [InlineData("One.", 0, "One.")]
    [InlineData("One,\non two lines.", 0, "One, on two lines.")]
    [InlineData("First.\n\nSecond.", 0, "First.\n\nSecond.\n")]
    [InlineData("First.\n\n- a\n- b\n\nLast.", 2, "First.\n\n  - a\n  - b\n\n  Last.\n")]
    [InlineData("First:\n- a", 2, "First:\n\n  - a\n")]
    [InlineData("- a\n- b", 0, "\n\n- a\n- b\n")]
    public void The_first_paragraph_stands_beside_its_label(string text, int indent, string expected) =>
        Assert.Equal(expected, AuthorMarkdownRenderer.Inline(new AuthorMarkdown(text), indent));

    [Theory]
    [InlineData("# A\n\n## B\n\n#### D", "#### A\n\n##### B\n\n###### D")]
    [InlineData("### C\n\n#### D\n\n##### E\n\n### F", "#### C\n\n##### D\n\n###### E\n\n#### F")]
    [InlineData("#### D", "#### D")]
    [InlineData("# A\n\n###### F", "#### A\n\n###### F")]
    [InlineData("A\n=\ntext\n\n*B*\n---\ntext", "#### A\n\ntext\n\n##### *B*\n\ntext")]
    [InlineData("## B\n\n- C\n  ---\n\n> D\n> ===", "##### B\n\n- ##### C\n  \n\n> #### D\n> ")]
    [InlineData("<b>A\n===", "#### \\<b>A\n")]
    [InlineData("Two\nlines\n===", "Two\nlines\n\\===")]
    [InlineData("in C#\n===", "#### in C#\n")]
    [InlineData("in C #\n===", "in C #\n\\===")]
    public void Headings_of_people_sink_below_those_of_the_document_and_keep_their_order(string text, string expected) =>
        Assert.Equal(expected, AuthorMarkdownRenderer.Block(new AuthorMarkdown(text)));

    [Theory]
    [InlineData("Who[^a].\n\n[^a]: Note *a*.", "Who (note a).\n\n  Note a: Note *a*.\n")]
    [InlineData("Who[^a], twice[^a].\n\n[^a]: One.\n\n    Two.\n", "Who (note a), twice (note a).\n\n  Note a: One.\n\n  Two.\n")]
    [InlineData("- one[^s]\n- two\n\n[^s]: Note s.", "\n\n  - one (note s)\n  - two\n\n  Note s: Note s.\n")]
    [InlineData("- one[^s]\n\n  [^s]: Note s.\n- two", "\n\n  - one (note s)\n\n    \n  - two\n\n  Note s: Note s.\n")]
    [InlineData("`[^a]` and [^b]", "`[^a]` and [^b]")]
    public void Footnotes_of_what_stands_in_a_list_are_paragraphs_below_it(string text, string expected) =>
        Assert.Equal(expected, AuthorMarkdownRenderer.Inline(new AuthorMarkdown(text), indent: 2));

    [Theory]
    [InlineData("1. first[^l]\n\n   [^l]: inside\n   of it\n2. second")]
    [InlineData("> first[^l]\n>\n> [^l]: inside\n> of it")]
    public void A_note_within_a_list_or_a_quotation_is_one_in_the_page(string text)
    {
        var html = HtmlDocumentRenderer.Render($"# T\n\n{AuthorMarkdownRenderer.Block(new AuthorMarkdown(text))}\n", []);

        Assert.Contains("first<sup><a id=\"note-place:1\"", html);
        Assert.Contains("<p>inside\nof it ", html);
        Assert.DoesNotContain("[^", html);
    }

    [Fact]
    public void Footnotes_of_what_stands_below_a_row_are_paragraphs_of_its_quotation() =>
        Assert.Equal("> In a quote (note q).\n>\n> Note q: Of the quote.", AuthorMarkdownRenderer.Quote(new AuthorMarkdown("In a quote[^q].\n\n[^q]: Of the quote.")));

    [Fact]
    public void Footnotes_of_two_fields_with_one_label_are_two_notes_in_the_page()
    {
        var resource = SampleIncident.Resource();
        resource = resource with
        {
            Spec = resource.Spec with
            {
                Analysis = resource.Spec.Analysis! with { WhatHappened = "The pool was small[^1].\n\n[^1]: Ten connections.\n\n```\ngrep '[^1]'\n```" },
                Resolution = resource.Spec.Resolution! with { ImmediateFix = "It was raised[^1], twice[^1].\n\n[^1]: To fifty **at once**." },
            },
        };

        var document = Rendered.Document(resource, SampleIncident.Evidence());

        Assert.Equal(["Ten connections.", "To fifty **at once**."], Regex.Matches(document.Markdown, @"^\[\^1-[0-9a-f]{6}\]: (?<note>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(m => m.Groups["note"].Value));
        Assert.Contains("grep '[^1]'", document.Markdown);
        Assert.Contains("The pool was small<sup><a id=\"note-place:1\" href=\"#note:1\" aria-label=\"Note 1\">1</a></sup>.", document.Html);
        Assert.Contains("<li id=\"note:2\">\n<p>To fifty <strong>at once</strong>. <a href=\"#note-place:2\" aria-label=\"Back to the text of note 2\">↩</a> <a href=\"#note-place:3\"", document.Html);
        Assert.DoesNotContain("[^1-", document.Html);
    }

    [Fact]
    public void Only_a_notice_looks_like_one()
    {
        var html = HtmlDocumentRenderer.Render("# T\n\n> ⚠️ Be careful.\n\ntext\n\n> Nothing to fear.\n", []);

        Assert.Contains("<blockquote class=\"notice\">\n<p>⚠️ Be careful.</p>", html);
        Assert.Contains("<blockquote>\n<p>Nothing to fear.</p>", html);
    }

    [Fact]
    public void A_picture_in_the_text_itself_is_shown_and_one_from_elsewhere_is_a_link()
    {
        var contained = AuthorMarkdownRenderer.Block(new AuthorMarkdown($"![Topology of <the> \"pool\"]({Picture})\n\n![Elsewhere](https://example.com/a.png)"));

        var html = HtmlDocumentRenderer.Render($"# T\n\n{contained}\n", []);

        Assert.Contains($"<img src=\"{Picture}\" alt=\"Topology of &lt;the&gt; &quot;pool&quot;\">", html);
        Assert.Contains("<a href=\"https://example.com/a.png\" rel=\"noopener noreferrer\">Picture: Elsewhere</a>", html);
        Assert.Contains("img-src data:;", html);
    }

    [Theory]
    [InlineData("data:image/svg+xml;base64,PHN2Zy8+")]
    [InlineData("data:image/png;base64,iVBOR\"onerror=x")]
    [InlineData("data:text/html;base64,PGI+")]
    [InlineData("data:image/png,x")]
    public void No_other_data_is_a_picture(string url)
    {
        var contained = AuthorMarkdownRenderer.Block(new AuthorMarkdown($"![x]({url}) [link]({Picture})"));

        var html = HtmlDocumentRenderer.Render($"# T\n\n{contained}\n", []);

        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("img-src", html);
        Assert.DoesNotContain("href=\"data", html);
    }

    [Fact]
    public void The_title_on_printed_sheets_cannot_end_its_string()
    {
        var html = HtmlDocumentRenderer.Render("# A \"\\\\} </style><script>x\n", []);

        Assert.Contains("<style>@page{@top-left{content:\"A \\22 \\5c \\7d  \\3c \\2f style\\3e \\3c script\\3e x\"}}</style>", html);
    }
}
