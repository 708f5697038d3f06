using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A service level indicator: exactly one of ratio, events and raw.</summary>
[CelRule("(has(self.ratio) ? 1 : 0) + (has(self.events) ? 1 : 0) + (has(self.raw) ? 1 : 0) == 1", "exactly one of ratio, events and raw must be set")]
public sealed record SliSpec
{
    /// <summary>Two counters: failed and all.</summary>
    public RatioSliSpec? Ratio { get; init; }

    /// <summary>Two queries that give events per second.</summary>
    public EventsSliSpec? Events { get; init; }

    /// <summary>One query that gives the share of errors.</summary>
    public RawSliSpec? Raw { get; init; }
}
