using System.Text;
using CsCheck;
using Ganss.Xss;
using Operator.Core.Documents;
using Operator.Rendering;
using Operator.Rendering.Html;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>The page is safe by construction; here a sanitizer judges that: it must find nothing to take away.</summary>
public sealed class HtmlSafetyTests
{
    private static readonly Gen<string> Hostile = OneOf(
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<a href='javascript:x'>", "</article>", "[a](javascript:alert(1))",
        "[a](  JaVaScRiPt:alert(1) )", "[a](&#106;avascript:x)", "[a](java\tscript:x)", "[a](<javascript:x>)", "![a](data:image/svg+xml,<svg/onload=x>)",
        "<javascript:x>", "[r]", "\n[r]: javascript:x\n", "\n[r]: data:x\n", "\n# h\n", "\nh\n===\n", "\n```\n", "\n~~~ \"><script>\n", "\n> ", "\n- ", "\n1. ",
        "\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n", "**", "_", "`", "\"", "'", " ", "\n", "\n\n", "x", "&lt;", "&#0;", "http://ok.example/\"onmouseover=x", "vbscript:x", "[a](//evil.example)",
        "[a](data:text/html,<script>x</script>)", "[^n]", "\n[^n]: note\n", "\n[^n]: <script>\n    # h\n", "![p](data:image/png;base64,AAAA)", "[l](data:image/png;base64,AAAA)", "![r]", "\n    code\n", "\\", "[a](x \"t\\\" onclick=y\")")
        .List[1, 15].Select(parts => string.Concat(parts));

    [Fact]
    public void A_sanitizer_finds_nothing_in_a_page_of_hostile_Markdown() => Hostile.Sample(
        text =>
        {
            var html = HtmlDocumentRenderer.Render(text, []);
            var body = html[(html.IndexOf("<article>", StringComparison.Ordinal) + "<article>".Length)..html.LastIndexOf("</article>", StringComparison.Ordinal)];
            Assert.Empty(Removed(body));
        },
        iter: 3000);

    [Fact]
    public void A_field_never_reaches_beyond_its_place() => Hostile.Sample(
        text =>
        {
            var contained = AuthorMarkdownRenderer.Block(new AuthorMarkdown(text));
            var html = HtmlDocumentRenderer.Render($"# T\n\n{contained}\n\n## After\n\nlast", []);
            Assert.Contains("<h2 id=\"after\">After</h2>\n<p>last</p>", html);
            Assert.Equal(1, Count(html, "<h1 "));
            Assert.Equal(1, Count(html, "<h2 "));
            Assert.Equal(0, Count(html, "<h3"));
        },
        iter: 3000);

    [Theory]
    [InlineData(16 * 1024)]
    [InlineData(20 * 1024)]
    [InlineData(40 * 1024)]
    public void A_document_that_is_too_large_is_cut_at_a_block_and_says_so(int limit)
    {
        var resource = SampleIncident.Resource();
        var spec = resource.Spec;
        resource = resource with { Spec = spec with { Analysis = spec.Analysis! with { WhatHappened = string.Concat(Enumerable.Repeat("A sentence of the analysis. <x>\n\n", 3000)) } } };

        var document = Rendered.Document(resource, SampleIncident.Evidence(), options: Rendered.Options with { MaxBytes = limit });

        Assert.InRange(Encoding.UTF8.GetByteCount(document.Markdown), limit / 2, limit);
        Assert.InRange(Encoding.UTF8.GetByteCount(document.Html), limit / 2, limit);
        Assert.Contains("⚠️ **Cut:**", document.Markdown);
        Assert.EndsWith("</html>\n", document.Html);
        Assert.Contains("<strong>Cut:</strong>", document.Html);
    }

    private static List<string> Removed(string html)
    {
        var removed = new List<string>();
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedAttributes.UnionWith(["class", "id", "role", "tabindex", "scope", "aria-label", "type", "disabled", "checked", "rel"]);
        sanitizer.AllowedTags.Add("input");
        sanitizer.AllowedSchemes.Add("mailto");
        sanitizer.AllowDataAttributes = true;
        sanitizer.AllowedTags.Add("section");
        sanitizer.FilterUrl += (_, e) => e.SanitizedUrl = e is { Tag.LocalName: "img", OriginalUrl: "data:image/png;base64,AAAA" } ? e.OriginalUrl : e.SanitizedUrl;
        sanitizer.RemovingTag += (_, e) => removed.Add("tag " + e.Tag.TagName);
        sanitizer.RemovingAttribute += (_, e) => removed.Add($"attribute {e.Attribute.Name}={e.Attribute.Value} of {e.Tag.TagName}");
        sanitizer.RemovingComment += (_, e) => removed.Add("comment " + e.Comment.Data);
        sanitizer.Sanitize(html);
        return removed;
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
