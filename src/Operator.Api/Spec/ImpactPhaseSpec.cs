using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A time in which users were affected in one way. Phases may overlap.</summary>
[CelRule("has(self.precision) || !has(self.to) || self.from < self.to", "to must be after from")]
public sealed record ImpactPhaseSpec
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ended; left out while it goes on.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How exactly the two are known.</summary>
    public PeriodPrecisionSpec? Precision { get; init; }

    /// <summary>How users were affected, such as "reads work, writes do not".</summary>
    [Text(512, Minimum = 1)]
    public required string What { get; init; }
}
