namespace Operator.Core.Evidence;

/// <summary>What was read for one objective. A value that could not be read is null, and <see cref="Problems"/> says why.</summary>
public sealed record SloEvidence
{
    /// <summary>The objective's name.</summary>
    public required string Name { get; init; }

    /// <summary>How the indicator is measured.</summary>
    public required SliKind Kind { get; init; }

    /// <summary>Where counts come from; null for <see cref="SliKind.Raw"/>, or when nothing was read.</summary>
    public CountSource? CountSource { get; init; }

    /// <summary>The incident [s, e] over which it was read; null in version 1, where <see cref="IncidentEvidence.Incident"/> holds for all objectives.</summary>
    public TimeRange? Over { get; init; }

    /// <summary>The part of the budget window up to the incident's end: [e − W, e], or [month's first moment, e].</summary>
    public required TimeRange Window { get; init; }

    /// <summary>The whole window's length |W| in seconds; of a calendar month, the whole month's.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>The usual distance of samples in seconds; null when it could not be told.</summary>
    public double? ScrapeIntervalSeconds { get; init; }

    /// <summary>Events in the incident; null when the indicator has no counts or they could not be read.</summary>
    public EventCounts? Incident { get; init; }

    /// <summary>The incident cut into slices of timeSlice.window laid from its start (one minute where none is given); the last may be shorter.</summary>
    public IReadOnlyList<SliSlice> Slices { get; set; } = [];

    /// <summary>The same in slices of one minute; empty when <see cref="Slices"/> are of one minute already.</summary>
    public IReadOnlyList<SliSlice> MinuteSlices { get; set; } = [];

    /// <summary>Gaps between the samples of the incident's counters; null for an indicator that is read otherwise, and in evidence that does not tell.</summary>
    public IReadOnlyList<SampleGap>? Gaps { get; init; }

    /// <summary>How far the values lag behind what they tell, in seconds: half the range of a recorded ratio. Null when they do not.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>How far a slice's value looks back beyond its beginning, in seconds, where samples are too far apart for a slice; null where it does not. Optional since version 2.</summary>
    public double? LookBackSeconds { get; init; }

    /// <summary>The window before the incident, [window's start, s].</summary>
    public BeforeIncident? Before { get; init; }

    /// <summary>The indicator around the incident, for the chart: at most 300 points.</summary>
    public IReadOnlyList<SliPoint> Series { get; set; } = [];

    /// <summary>Why values are missing, each a whole sentence with its reason.</summary>
    public IReadOnlyList<EvidenceProblem> Problems { get; set; } = [];

    /// <summary>What the reader must know about how values were read (for example a fallback to increase()).</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];
}
