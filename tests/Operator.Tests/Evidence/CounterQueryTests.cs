using System.Globalization;
using Operator.Evidence.Counters;
using Operator.Evidence.Sums;

namespace Operator.Tests.Evidence;

/// <summary>Which queries are read as the counters that they are made of, and which are left to the server.</summary>
public sealed class CounterQueryTests
{
    [Theory]
    [InlineData("sum(rate(x_total{code=~\"5..\"}[{{.window}}]))", "1 x_total{code=~\"5..\"}")]
    [InlineData("rate(x_total[{{ .window }}]) # all of them", "1 x_total")]
    [InlineData("sum by (job, code) (increase({__name__=\"x\", path=~\"/a-b/{1,2}.*\"}[{{.window}}]))", "1 {__name__=\"x\", path=~\"/a-b/{1,2}.*\"}")]
    [InlineData("sum(sum(rate(x[{{.window}}])) without (pod)) * 60", "60 x")]
    [InlineData("2 * (sum(rate(x[{{.window}}])) / 4)", "0.5 x")]
    [InlineData("sum(rate(x{a=\"1\"}[{{.window}}])) or on() vector(0)", "1 x{a=\"1\"} or 0")]
    [InlineData("sum(rate(a[{{.window}}])) - sum(rate(b{le=\"1.0\"}[{{.window}}]))", "1 a, -1 b{le=\"1.0\"}")]
    [InlineData("sum(rate(a[{{.window}}])) + (sum(rate(b[{{.window}}])) OR vector(0))", "1 a, 1 b or 0")]
    [InlineData("sum(sum(rate(a[{{.window}}])) - sum(rate(b[{{.window}}])))", "1 a, -1 b")]
    [InlineData("sum(rate(a[5m]))", null)]
    [InlineData("sum(rate(a[{{.window}}:1m]))", null)]
    [InlineData("sum(rate(a[{{.window}}] offset 5m))", null)]
    [InlineData("sum(irate(a[{{.window}}]))", "1 a")]
    [InlineData("max(rate(a[{{.window}}]))", null)]
    [InlineData("sum(rate(a[{{.window}}]) > 1)", null)]
    [InlineData("sum(rate(a[{{.window}}]) - rate(b[{{.window}}]))", null)]
    [InlineData("sum by (x) (rate(a[{{.window}}])) - sum by (x) (rate(b[{{.window}}]))", null)]
    [InlineData("sum(rate(a[{{.window}}])) - sum(increase(b[{{.window}}]))", null)]
    [InlineData("(sum(rate(a[{{.window}}])) - sum(rate(b[{{.window}}]))) or vector(0)", null)]
    [InlineData("sum(rate(a[{{.window}}])) or vector(1)", null)]
    [InlineData("sum(rate(a[{{.window}}])) * sum(rate(b[{{.window}}]))", null)]
    [InlineData("sum(rate(a[{{.window}}])) / 0", null)]
    [InlineData("sum(rate(a[{{.window}}]))) + (1", null)]
    [InlineData("-sum(rate(a[{{.window}}]))", null)]
    [InlineData("1", null)]
    [InlineData("", null)]
    public void A_sum_of_growth_is_made_of_counters(string query, string? terms) => Assert.Equal(terms, CounterQueryParser.Sum(query) is { } sum ? Text(sum) : null);

    [Theory]
    [InlineData("sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}]))", "1 a", "1 b")]
    [InlineData("1 - (sum(rate(good[{{.window}}])) / sum(rate(b[{{.window}}])))", "1 b, -1 good", "1 b")]
    [InlineData("1 - sum(increase(good[{{.window}}])) / sum(increase(b[{{.window}}]))", "1 b, -1 good", "1 b")]
    [InlineData("(sum(rate(b[{{.window}}])) - sum(rate(good[{{.window}}]))) / sum(rate(b[{{.window}}]))", "1 b, -1 good", "1 b")]
    [InlineData("(sum(rate(a[{{.window}}])) or vector(0)) / sum(rate(b[{{.window}}]))", "1 a or 0", "1 b")]
    [InlineData("sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}])) or vector(0)", "1 a or 0", "1 b")]
    [InlineData("100 * sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}]))", "100 a", "1 b")]
    [InlineData("sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}])) * 100", null, null)]
    [InlineData("sum by (x) (rate(a[{{.window}}])) / sum by (x) (rate(b[{{.window}}]))", null, null)]
    [InlineData("sum(rate(a[{{.window}}])) / sum(increase(b[{{.window}}]))", null, null)]
    [InlineData("2 - sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}]))", null, null)]
    [InlineData("sum(rate(a[{{.window}}]))", null, null)]
    public void A_quotient_of_two_is_made_of_counters(string query, string? errors, string? total)
    {
        var quotient = CounterQueryParser.Quotient(query);

        Assert.Equal((errors, total), quotient is var (e, t) ? (Text(e), Text(t)) : (null, null));
    }

    [Theory]
    [InlineData("sum by (job) (rate(a{x=\"1\"}[5m])) / on (job) group_left (team) b", "a{x=\"1\"} b")]
    [InlineData("{__name__=~\"slo:.+\"} or vector(0)", "{__name__=~\"slo:.+\"}")]
    [InlineData("avg_over_time((count(a < 0.75))[{{.window}}:1m] offset 5m) and on() (time() > 1e3)", "a")]
    [InlineData("1 - avg(up) without (pod) # of b", "up")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(h_bucket[{{.window}}]))) > bool 0.2", "h_bucket")]
    [InlineData("label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\")", "a")]
    public void Selectors_are_found_wherever_they_stand(string query, string selectors) => Assert.Equal(selectors, string.Join(' ', Selectors.In(query)));

    private static string Text(CounterQuery query) =>
        string.Join(", ", query.Terms.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Factor} {t.Selector}{(t.MayBeAbsent ? " or 0" : "")}")));
}
