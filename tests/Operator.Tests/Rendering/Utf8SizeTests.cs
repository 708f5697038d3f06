using System.Text;
using CsCheck;
using Operator.Rendering;

namespace Operator.Tests.Rendering;

public sealed class Utf8SizeTests
{
    [Fact]
    public void Texts_fit_when_their_bytes_do() =>
        Gen.Select(Gen.String.Array[0, 4], Gen.Int[-2, 2]).Sample((texts, more) =>
        {
            var bytes = texts.Sum(Encoding.UTF8.GetByteCount);
            Assert.Equal(more >= 0, Utf8Size.Fits(texts, bytes + more));
        });

    [Theory]
    [InlineData("abcd", 4, true)]
    [InlineData("abcd", 3, false)]
    [InlineData("жжжж", 8, true)]
    [InlineData("жжжж", 7, false)]
    [InlineData("", 0, true)]
    public void A_text_fits_when_its_bytes_do(string text, int maxBytes, bool expected) =>
        Assert.Equal(expected, Utf8Size.Fits(text, maxBytes));
}
