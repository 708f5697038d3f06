using Operator.Rendering;

namespace Operator.Tests.Rendering;

/// <summary>Markdown where mentions notify people and references close issues.</summary>
public sealed class UnlinkedMarkdownTests
{
    private const string J = "\u2060";

    [Theory]
    [InlineData("Thanks to @bob and (@team/sre).", $"Thanks to @{J}bob and (@{J}team/sre).")]
    [InlineData("Fixes #12, closes GH-1, resolves org/repo#1", $"Fixes #{J}12, closes GH{J}-1, resolves org/repo#{J}1")]
    [InlineData(@"Fixes \#12, thanks to \@bob", $@"Fixes \#{J}12, thanks to \@{J}bob")]
    [InlineData("Fixes &#35;12, thanks to &commat;bob", $"Fixes &#35;{J}12, thanks to &commat;{J}bob")]
    [InlineData(@"Fixes GH\-1, GH&#45;2, &#71;H-3, G&#72;-4 and #&#49;2, thanks to @&#98;ob", $@"Fixes GH{J}\-1, GH{J}&#45;2, &#71;{J}H-3, G{J}&#72;{J}-4 and #{J}&#49;2, thanks to @{J}&#98;ob")]
    [InlineData("感谢@bob的帮助，修复GH-12, café@bob", $"感谢@{J}bob的帮助，修复GH{J}-12, café@{J}bob")]
    [InlineData("**@bob** and *fixes #12*", $"**@{J}bob** and *fixes #{J}12*")]
    [InlineData("- [ ] ask @bob\n\n> fixes #1\n\n| a |\n|---|\n| #2 |", $"- [ ] ask @{J}bob\n\n> fixes #{J}1\n\n| a |\n|---|\n| #{J}2 |")]
    public void Mentions_and_references_are_text(string markdown, string expected) => Assert.Equal(expected, Of(markdown));

    [Theory]
    [InlineData("fixes https://github.com/o/r/issues/1.", "fixes `https://github.com/o/r/issues/1`.")]
    [InlineData("fixes <https://github.com/o/r/pull/3>", "fixes `https://github.com/o/r/pull/3`")]
    [InlineData("fixes [this](https://github.com/o/r/issues/2), and", "fixes this (`https://github.com/o/r/issues/2`), and")]
    [InlineData("fixes [#12 of **@bob**](https://github.com/o/r/issues/12)", $"fixes #{J}12 of **@{J}bob** (`https://github.com/o/r/issues/12`)")]
    [InlineData("fixes [it][1]\n\n[1]: https://github.com/o/r/issues/2", "fixes it (`https://github.com/o/r/issues/2`)\n\n[1]: https://github.com/o/r/issues/2")]
    [InlineData("fixes ![x](https://github.com/o/r/issues/13)", "fixes x (`https://github.com/o/r/issues/13`)")]
    [InlineData("fixes [](https://github.com/o/r/issues/13)", "fixes `https://github.com/o/r/issues/13`")]
    [InlineData("see www.github.com/o/r/discussions/5 now", "see `www.github.com/o/r/discussions/5` now")]
    [InlineData("\"https://github.com/o/r/issues/1\"", $"\"https://{J}github.com/o/r/issues/1\"")]
    public void Addresses_of_issues_are_code(string markdown, string expected) => Assert.Equal(expected, Of(markdown));

    [Theory]
    [InlineData("`@bob` and `#12`")]
    [InlineData("```\n@bob fixes #12\n```")]
    [InlineData("    @bob fixes #12")]
    [InlineData("[#12 by @bob](https://example.com/12)")]
    [InlineData("https://example.com/@bob#12 and <https://github.com/o/r>")]
    [InlineData("ann@example.com, # 12, 50 #")]
    [InlineData("# Heading\n\n## Another")]
    [InlineData("Ticket: <https://github.com/o/r/issues/101>")]
    public void All_else_stays_as_it_is(string markdown) => Assert.Equal(markdown, Of(markdown));

    private static string Of(string markdown) => UnlinkedMarkdown.Of(markdown, new HashSet<string>(StringComparer.Ordinal) { "https://github.com/o/r/issues/101" });
}
