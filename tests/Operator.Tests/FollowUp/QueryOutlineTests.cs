using Operator.FollowUp;

namespace Operator.Tests.FollowUp;

public sealed class QueryOutlineTests
{
    [Theory]
    [InlineData("count(db_pool_connections_active) > 0", "db_pool_connections_active")]
    [InlineData("max by (job) (rate(http_requests_total{code=~\"5..|}\", job='a'}[5m])) < 0.01", "http_requests_total{code=~\"5..|}\", job='a'}")]
    [InlineData("sum without (pod, instance) (a) / on (job) group_left (team) sum(b:c:rate5m) >= 1e3", "a", "b:c:rate5m")]
    [InlineData("{__name__=\"my.metric\"} == 1", "{__name__=\"my.metric\"}")]
    [InlineData("x{a=\"1\"} unless y offset 5m", "x{a=\"1\"}", "y")]
    [InlineData("absent(up{job=\"old\"}) # == none is left\n", "up{job=\"old\"}")]
    [InlineData("histogram_quantile(0.95, sum by (le) (rate(d_bucket[10m]))) < 0.5", "d_bucket")]
    [InlineData("a > b > c > d > e", "a", "b", "c", "d")]
    [InlineData("time() - last_success > 3600 == 0", "last_success")]
    [InlineData("avg_over_time(a[1h:1m]) > Inf", "a")]
    [InlineData("(count(x == 7) or vector(0)) > 0 # )", "x")]
    [InlineData("a > 1 or b < 2", "a", "b")]
    [InlineData("SUM BY (a) (x) != 0", "x")]
    public void The_series_that_a_query_reads_are_found(string query, params string[] selectors)
    {
        var outline = QueryOutline.Of(query);

        Assert.Equal(selectors, outline.Selectors);
        Assert.Null(outline.Problem);
    }

    [Theory]
    [InlineData("count(db_pool_connections_active)", "compares nothing")]
    [InlineData("up{a!=\"b\", c=~\">\"}", "compares nothing")]
    [InlineData("up # > 0", "compares nothing")]
    [InlineData("count(up) > bool 0", "remove bool")]
    [InlineData("a or b", "compares nothing")]
    [InlineData("count(up == 1) > bool 100", "remove bool")]
    [InlineData("count(up == 7) > 0 or vector(0)", "one side of its or compares nothing")]
    [InlineData("vector(1) or up == 7", "one side of its or compares nothing")]
    [InlineData("up > 5) or (vector(1) > 0", "parentheses do not match")]
    [InlineData("(up > 5", "parentheses do not match")]
    [InlineData("count(up @ end() == 1) > 0", "asks of another time, with @")]
    [InlineData("up offset  -5m == 1", "negative offset")]
    public void A_query_that_would_hold_whatever_its_value_proves_nothing(string query, string problem) =>
        Assert.Contains(problem, QueryOutline.Of(query).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("((((")]
    [InlineData("sum by (")]
    [InlineData("{\"")]
    [InlineData("by")]
    public void Nonsense_is_the_server_s_to_refuse(string query) => _ = QueryOutline.Of(query);
}
