using CsCheck;
using Operator.Core.Statuses;

namespace Operator.Core.Tests.Statuses;

public sealed class RoundingTests
{
    [Theory]
    [InlineData(27.777777, 27.78)]
    [InlineData(1.285, 1.29)]
    [InlineData(-1.285, -1.29)]
    [InlineData(1e300, 1e300)]
    [InlineData(0.416667, 0.417)]
    [InlineData(-0.0650749, -0.0651)]
    [InlineData(0.0099999, 0.01)]
    [InlineData(0.00000012, 0)]
    public void Budgets_have_two_decimals_and_small_ones_three_digits(double value, double rounded) => Assert.Equal(rounded, Rounding.Budget(value));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(null)]
    public void What_is_no_number_stays_none(double? value) => Assert.Null(Rounding.Budget(value));

    [Fact]
    public void There_is_no_negative_zero() =>
        Assert.False(double.IsNegative(Rounding.Budget(-0.0000001)!.Value));

    [Fact]
    public void An_indicator_just_below_its_objective_does_not_look_as_if_it_met_it() =>
        Assert.NotEqual(99.999, Rounding.Indicator(99.9988));

    [Theory]
    [InlineData(27.7777, "27.8%")]
    [InlineData(0.417, "0.4%")]
    [InlineData(0.01, "<0.1%")]
    [InlineData(0, "0%")]
    [InlineData(800, "800%")]
    public void Columns_show_one_decimal_and_never_nothing_for_something(double value, string text) => Assert.Equal(text, Rounding.PercentText(value));

    [Fact]
    public void Rounding_twice_is_rounding_once() =>
        Gen.Double[-1e6, 1e6].Sample(value => Assert.Equal(Rounding.Budget(value), Rounding.Budget(Rounding.Budget(value))));
}
