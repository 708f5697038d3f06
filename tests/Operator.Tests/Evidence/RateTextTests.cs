using Operator.Evidence;

namespace Operator.Tests.Evidence;

/// <summary>How rates in people's queries are asked of a server that divides by the time between samples.</summary>
public sealed class RateTextTests
{
    [Theory]
    [InlineData("sum(max by (pod) (rate(x{code=\"500\"}[{{.window}}])))", "(sum(max by (pod) ((increase(x{code=\"500\"}[60s]) / 60))))")]
    [InlineData("sum( rate (x [{{ .window }}] offset 5m) ) > 0", "(sum( (increase (x [60s] offset 5m) / 60) ) > 0)")]
    [InlineData("sum_over_time(sum(rate(x[5m]))[{{.window}}:1m])", "(sum_over_time(sum((increase(x[5m]) / 300))[60s:1m]))")]
    [InlineData("clamp_min(sum(rate(a[{{.window}}])) - sum(rate(b{le=~\"(rate)(5[m])\"}[1h30m])), 0)", "(clamp_min(sum((increase(a[60s]) / 60)) - sum((increase(b{le=~\"(rate)(5[m])\"}[1h30m]) / 5400)), 0))")]
    [InlineData("rate(sum(x)[{{.window}}:30s])", "((increase(sum(x)[60s:30s]) / 60))")]
    [InlineData("max(irate(x[{{.window}}])) + max(irate(y[2m]))", "(max((increase(x[60s]) / 60)) + max(irate(y[2m])))")]
    [InlineData("job:rate5m # rate(x[{{.window}}])\n / rate", "(\njob:rate5m # rate(x[60s])\n / rate\n)")]
    [InlineData("rate(x[$__interval])", "(rate(x[$__interval]))")]
    [InlineData("rate(x)", "(rate(x))")]
    [InlineData("rate(x[5m]", "(rate(x[5m])")]
    public void Division_is_written_out(string query, string asked) => Assert.Equal(asked, RateText.Query(query, 60, dividesBySamples: true));

    [Theory]
    [InlineData("sum(rate(x[{{.window}}])) / sum(rate(y[5m]))", "(sum(rate(x[60s])) / sum(rate(y[5m])))")]
    [InlineData("sum(irate(x[{{.window}}])) + sum(irate(y[5m]))", "(sum(rate(x[60s])) + sum(irate(y[5m])))")]
    [InlineData("increase(x[{{.window}}])", "(increase(x[60s]))")]
    public void Elsewhere_a_query_stands_as_it_is_but_for_the_last_two_samples(string query, string asked) =>
        Assert.Equal(asked, RateText.Query(query, 60, dividesBySamples: false));

    /// <summary>Divided by their number, sums of samples are a mean.</summary>
    [Fact]
    public void Sums_of_samples_stand_as_they_are() =>
        Assert.Equal("(sum_over_time(a:ratio_rate5m[60s]) / count_over_time(a:ratio_rate5m[60s]))", RateText.Query("sum_over_time(a:ratio_rate5m[{{.window}}]) / count_over_time(a:ratio_rate5m[{{.window}}])", 60, dividesBySamples: true));

    [Theory]
    [InlineData("sum(increase(x[{{.window}}]))", false)]
    [InlineData("job:errors:rate5m", false)]
    [InlineData("count(rate(x[{{.window}}]) > 0)", true)]
    [InlineData("max(irate(x[5m]))", true)]
    public void A_query_without_a_rate_does_not_care(string query, bool cares) => Assert.Equal(cares, RateText.HasRate(query));
}
