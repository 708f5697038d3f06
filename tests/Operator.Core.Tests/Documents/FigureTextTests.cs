using Operator.Core.Documents;

namespace Operator.Core.Tests.Documents;

/// <summary>Levels in the document.</summary>
public sealed class FigureTextTests
{
    [Theory]
    [InlineData(99, "99%")]
    [InlineData(99.9, "99.9%")]
    [InlineData(99.975, "99.975%")]
    [InlineData(99.985, "99.985%")]
    [InlineData(0.999, "0.999%")]
    [InlineData(0.9995, "0.9995%")]
    [InlineData(99.99999, "99.99999%")]
    public void A_target_stands_as_people_wrote_it(double percent, string text) => Assert.Equal(text, FigureText.Target(percent));
}
