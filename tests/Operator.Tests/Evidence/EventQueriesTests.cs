using Operator.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Tests.Evidence;

/// <summary>What queries of events give, where their answers do not tell.</summary>
public sealed class EventQueriesTests
{
    [Theory]
    [InlineData("sum(http_requests_total{code=\"500\"})")]
    [InlineData("http_request_duration_seconds_count")]
    [InlineData("sum by (job) (grpc_server_handled_total)")]
    public void A_counter_as_it_stands_is_neither_a_rate_nor_a_count(string query) =>
        Assert.Null(QueryUnits.Of(IndicatorSums.Total, query, FigureSet.Empty));

    [Theory]
    [InlineData("job:http_requests_total:rate5m", QueryUnit.Rate)]
    [InlineData("sum(rate(http_requests_total[5m]))", QueryUnit.Rate)]
    [InlineData("requests_per_second", QueryUnit.Rate)]
    [InlineData("sum(increase(http_requests_total[5m]))", QueryUnit.Count)]
    public void A_query_without_a_window_is_what_it_says(string query, object unit) =>
        Assert.Equal(unit, QueryUnits.Of(IndicatorSums.Total, query, FigureSet.Empty));

    [Theory]
    [InlineData("sum(rate(x[{{.window}}]))", QueryUnit.Rate)]
    [InlineData("sum(increase(x[{{.window}}])) / 2", QueryUnit.Count)]
    [InlineData("increase(x[5m]) * on() rate(y[5m])", null)]
    [InlineData("sum_over_time(x[{{.window}}])", null)]
    public void Functions_state_a_unit(string query, object? unit) => Assert.Equal(unit, QueryUnits.Stated(query));
}
