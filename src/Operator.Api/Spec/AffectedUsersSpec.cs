using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Affected users: a number that a person states, or a query that is asked at the incident's end.</summary>
[CelRule("has(self.count) != has(self.query)", "exactly one of count and query must be set")]
[CelRule("!(has(self.total) && has(self.totalQuery))", "at most one of total and totalQuery may be set")]
public sealed record AffectedUsersSpec
{
    /// <summary>How many users were affected.</summary>
    [NumberBounds(Minimum = 0, Maximum = 1e12)]
    public long? Count { get; init; }

    /// <summary>How many users there are.</summary>
    [NumberBounds(Minimum = 0, Maximum = 1e12)]
    public long? Total { get; init; }

    /// <summary>A query whose one value is the number of affected users; {{.window}} is the incident's length. One that adds up the counters of an objective has that objective's count.</summary>
    [Text(4096, Minimum = 1)]
    public string? Query { get; init; }

    /// <summary>A query whose one value is the number of all users; {{.window}} is the incident's length.</summary>
    [Text(4096, Minimum = 1)]
    public string? TotalQuery { get; init; }
}
