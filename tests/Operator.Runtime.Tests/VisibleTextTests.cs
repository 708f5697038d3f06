using System.Text;
using CsCheck;

namespace Operator.Runtime.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain äöü 漢字 ok", "plain äöü 漢字 ok")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001B[31mred\\u001B[0m")]
    [InlineData("\u009b31m", "\\u009B31m")]
    [InlineData("a\u202egnp.exe", "a\\u202Egnp.exe")]
    [InlineData("\u2066x\u2069", "\\u2066x\\u2069")]
    [InlineData("\u200fx\u061c", "\\u200Fx\\u061C")]
    [InlineData("a\u200bb\ufeff", "a\\u200Bb\\uFEFF")]
    [InlineData("\U000e0041", "\\uE0041")]
    [InlineData("a\r\nb\tc\u2028d\u2029e", "a  b c d e")]
    [InlineData("\0\b\u007f", "\\u0000\\u0008\\u007F")]
    [InlineData("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم")]
    public void What_a_terminal_would_obey_is_shown(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Fact]
    public void Half_a_surrogate_pair_is_shown() => Assert.Equal("\\uD83D alone", VisibleText.Of("\ud83d alone"));

    [Fact]
    public void Lines_of_our_own_stay_lines() => Assert.Equal("a\n \\u001Bb", VisibleText.OfLines("a\n\t\u001bb"));

    [Fact]
    public void Nothing_is_copied_where_nothing_is_hidden()
    {
        const string Text = "EmailServiceDown";

        Assert.Same(Text, VisibleText.Of(Text));
    }

    [Fact]
    public void No_text_keeps_anything_that_a_terminal_obeys() => Gen.String.Sample(text => VisibleText.Of(text).EnumerateRunes().All(IsHarmless));

    private static bool IsHarmless(Rune rune) => rune.Value is 0x200C or 0x200D
        || !(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator);
}
