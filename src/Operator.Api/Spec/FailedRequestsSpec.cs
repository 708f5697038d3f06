using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Failed requests: from an objective, a number that a person states, or a query.</summary>
[CelRule("(has(self.slo) ? 1 : 0) + (has(self.count) ? 1 : 0) + (has(self.query) ? 1 : 0) == 1", "exactly one of slo, count and query must be set")]
public sealed record FailedRequestsSpec
{
    /// <summary>The name of the objective whose bad events are meant.</summary>
    [Text(63, Minimum = 1)]
    public string? Slo { get; init; }

    /// <summary>How many requests failed.</summary>
    [NumberBounds(Minimum = 0, Maximum = 1e15)]
    public long? Count { get; init; }

    /// <summary>A query whose one value, asked at the incident's end, is the number of failed requests; {{.window}} is the incident's length. One that adds up the counters of an objective has that objective's count.</summary>
    [Text(4096, Minimum = 1)]
    public string? Query { get; init; }
}
