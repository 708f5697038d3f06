using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>What became of data: what was lost, corrupted or exposed, of which time, and what came back. Markdown.</summary>
[CelRule("has(self.lost) || has(self.corrupted) || has(self.exposed)", "one of lost, corrupted and exposed must be set")]
[CelRule("has(self.precision) || !has(self.from) || !has(self.to) || self.from < self.to", "to must be after from")]
public sealed record DataImpactSpec
{
    /// <summary>What was lost.</summary>
    [Text(4096, Minimum = 1)]
    public string? Lost { get; init; }

    /// <summary>What was corrupted.</summary>
    [Text(4096, Minimum = 1)]
    public string? Corrupted { get; init; }

    /// <summary>What was exposed, and to whom.</summary>
    [Text(4096, Minimum = 1)]
    public string? Exposed { get; init; }

    /// <summary>When the data was written that was lost or corrupted, or since when it was exposed.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of that time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How exactly the two are known.</summary>
    public PeriodPrecisionSpec? Precision { get; init; }

    /// <summary>What was recovered, and from where.</summary>
    [Text(4096, Minimum = 1)]
    public string? Recovered { get; init; }

    /// <summary>What was searched for traces of misuse or damage, how far back, and what was found.</summary>
    [Text(4096, Minimum = 1)]
    public string? Searched { get; init; }
}
