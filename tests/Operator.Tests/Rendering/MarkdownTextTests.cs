using System.Text;
using CsCheck;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Operator.Core.Documents;

namespace Operator.Tests.Rendering;

public sealed class MarkdownTextTests
{
    // As permissive as readers come: raw HTML on, every extension that GitHub has.
    private static readonly MarkdownPipeline Reader = new MarkdownPipelineBuilder()
        .UsePipeTables().UseTaskLists().UseAutoLinks().UseEmphasisExtras().UseFootnotes().UseMathematics().Build();

    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.Char[' ', '~'].Select(c => c.ToString()),
        OneOf(
            "**", "__", "``", "`", "```", "~~~", "<b>", "</td>", "<!--", "-->", "<script>", "&lt;", "&#35;", "&copy", "[a](b)", "![", "](javascript:x)",
            "[^1]", "[x] ", "- ", "* ", "+ ", "1. ", "12) ", "# ", "> ", "---", "===", "| - |", "|", "\\", "\\\\", "@user", "@org/team", "a@b.example",
            "#12", "o/r#3", "GH-7", "http://x.example", "https://x.example/a_b_c?d=1&e=2", "www.x.example", "mailto:a@b.example", "javascript:alert(1)",
            "$a$", "$$", "é", "日本", "👍", " ", "_", "a_b", "x*y", "!", ":tada:", "<http://x.example>"))
        .List[1, 12].Select(parts => string.Concat(parts));

    [Theory]
    [InlineData("{0}")]
    [InlineData("**Label:** {0}")]
    [InlineData("# {0}")]
    [InlineData("- {0}")]
    [InlineData("> {0}")]
    [InlineData("1. **{0}**  \n   → x")]
    public void Whatever_the_text_a_reader_sees_it_and_nothing_else(string place) => Hostile.Sample(
        text =>
        {
            var expected = Words(text);
            if (expected.Length == 0)
            {
                return;
            }

            var document = Markdown.Parse(place.Replace("{0}", MarkdownText.Escape(text)), Reader);
            Assert.Contains(expected, Words(Visible(document)));
            AssertHarmless(document, strongs: place.Contains("**") ? 1 : 0);
        },
        iter: 3000);

    [Fact]
    public void Whatever_the_text_a_row_keeps_its_cells() => Hostile.Sample(
        text =>
        {
            var document = Markdown.Parse($"| a | b | c |\n|---|---|---|\n| 1 | {MarkdownText.Escape(text)} | 3 |\n", Reader);
            var table = Assert.IsType<Table>(Assert.Single(document));
            var row = Assert.IsType<TableRow>(table[1]);
            Assert.Equal(2, table.Count);
            Assert.Equal(3, row.Count);
            Assert.Equal(Words(text), Words(Visible(row[1])));
            AssertHarmless(document, strongs: 0);
        },
        iter: 3000);

    [Theory]
    [InlineData("$12 for https://x.example/$$")]
    [InlineData("$1 @org/team$$")]
    public void An_amount_does_not_open_mathematics_that_ends_in_code(string text) =>
        AssertHarmless(Markdown.Parse(MarkdownText.Escape(text), Reader), strongs: 0);

    [Theory]
    [InlineData("see `max_size=10` now", "see `max_size=10` now")]
    [InlineData("an open ` backtick", "an open &#96; backtick")]
    [InlineData("Traffic 2x normal, 80% (10 AM) - a_b", "Traffic 2x normal, 80% (10 AM) - a_b")]
    [InlineData("ping @oncall about #12", "ping @\u2060oncall about `#12`")]
    [InlineData("2.42.0+ds", "2.42.0+ds")]
    [InlineData("<500ms, a < b", "<500ms, a < b")]
    [InlineData("a <b", "a \\<b")]
    [InlineData("1. first", "1\\. first")]
    [InlineData("-5 dB", "-5 dB")]
    [InlineData("- 5 dB", "\\- 5 dB")]
    [InlineData("---", "\\---")]
    [InlineData("`kubectl get pods | grep x`", "`kubectl get pods` \\| `grep x`")]
    [InlineData("see `a|b` and `|`", "see `a`\\|`b` and \\|")]
    [InlineData("`foo| |bar`", "`foo`\\| \\|`bar`")]
    [InlineData("`` a ` || b `` | c", "`` a ` `` \\|\\| `b` \\| c")]
    public void A_persons_line_stays_readable_and_keeps_its_code(string text, string expected) => Assert.Equal(expected, MarkdownText.Line(text));

    [Theory]
    [InlineData("see https://x.example/a_b?c=1.", "see <https://x.example/a_b?c=1>.")]
    [InlineData("(https://x.example/a_(b))", "(<https://x.example/a_(b)>)")]
    [InlineData("`https://x.example`", "`https://x.example`")]
    [InlineData("see “https://x.example/a”, https://x.example/b…", "see “<https://x.example/a>”, <https://x.example/b>…")]
    [InlineData("[https://x.example/a](https://x.example/a)", "\\[<https://x.example/a>\\](<https://x.example/a>)")]
    [InlineData("**https://x.example/a** now", "\\*\\*<https://x.example/a>\\*\\* now")]
    [InlineData("{\"url\":\"https://x.example/a\",\"n\":1}", "{\"url\":\"<https://x.example/a>\",\"n\":1}")]
    [InlineData("https://x.example/a,https://x.example/b", "<https://x.example/a>,<https://x.example/b>")]
    [InlineData("http://[2001:db8::1]:8080/a and https://GitHub.example/A", "<http://[2001:db8::1]:8080/a> and <https://github.example/A>")]
    [InlineData("詳細はhttps://x.example/aを参照", "詳細は`https://x.example/aを参照`")]
    [InlineData("https://x.example/Käse and http://proxy:80/ and https://x.example/a/../b", "`https://x.example/Käse` and `http://proxy:80/` and `https://x.example/a/../b`")]
    [InlineData("https://user:secret@x.example", "`https://user:secret@x.example`")]
    [InlineData("javascript://x.example/%0aalert(1)", "`javascript://x.example/%0aalert(1)`")]
    [InlineData("by @org/team, a@b.example and @one@two", "by @\u2060org/team, `a@b.example` and `@one`@\u2060two")]
    [InlineData("@user__https://x.example", "`@user__https`://x.example")]
    [InlineData("@org/team_www.x.example", "`@org/team_www.x.example`")]
    public void Addresses_become_links_and_handles_text(string text, string expected) => Assert.Equal(expected, MarkdownText.Line(text, links: true));

    [Theory]
    [InlineData("a\u202Eb\u2066c\u200Bd\u0000e\u001Bf\uFEFFg\u00ADh", "abcdefgh")]
    [InlineData("a\r\n\tb\u2028c\u0085d", "a b c d")]
    [InlineData("👩\u200D💻", "👩\u200D💻")]
    [InlineData("a\u200Db", "ab")]
    public void What_cannot_be_seen_goes(string text, string expected) => Assert.Equal(expected, MarkdownText.Escape(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("\uFFFDx", MarkdownText.Escape((char)0xD800 + "x"));

    [Fact]
    public void Long_text_is_cut_and_says_so() =>
        Assert.Equal(new string('x', 10) + "… (cut; 12,000 characters in all)", MarkdownText.Escape(new string('x', 12_000), 10));

    private static void AssertHarmless(MarkdownDocument document, int strongs)
    {
        var nodes = document.Descendants().ToList();
        Assert.DoesNotContain(nodes, n => n is HtmlInline or HtmlBlock or LinkInline or AutolinkInline or LinkReferenceDefinition or FencedCodeBlock
            or Markdig.Extensions.TaskLists.TaskList or Markdig.Extensions.Mathematics.MathInline);
        Assert.Equal(strongs, nodes.OfType<EmphasisInline>().Count());
        Assert.Single(document);
    }

    private static string Visible(MarkdownObject node)
    {
        var text = new StringBuilder();
        foreach (var inline in node.Descendants())
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.ToString().Replace(MarkdownText.WordJoiner.ToString(), "", StringComparison.Ordinal)),
                CodeInline code => text.Append(code.Content),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                _ => text,
            };
        }

        return text.ToString();
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
