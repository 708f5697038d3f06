namespace Operator.Core.Evidence;

/// <summary>
/// Everything that was read about one incident, aggregated to what the figures need and no further. It is saved as versioned
/// JSON; the same evidence always gives the same figures, years after Prometheus has forgotten the samples. A property that a
/// version adds is optional; one that starts with a value has a set accessor, because generated code sets every init property,
/// also those that a file leaves out.
/// </summary>
public sealed record IncidentEvidence
{
    /// <summary>The version of the form that is written. Every version since 1 is read.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The version of the form.</summary>
    public int Version { get; set; } = CurrentVersion;

    /// <summary>The evaluation time: figures of an ongoing incident are as of this moment.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>Which server answered; null when nothing was asked (entirely manual, or no Prometheus).</summary>
    public EvidenceSource? Source { get; init; }

    /// <summary>The stretch in which alerts were looked for; null without alerts.</summary>
    public TimeRange? SearchWindow { get; init; }

    /// <summary>
    /// A moment until which the source certainly went on recording: an alert has ended only when this is two intervals after its last sample. Null in evidence that does not
    /// tell, where it is taken for granted.
    /// </summary>
    public DateTimeOffset? RecordedUntil { get; init; }

    /// <summary>The incident [s, e] over which objectives were read; e is <see cref="CollectedAt"/> while it is ongoing. Null when start or end is not known, or the incident is too long.</summary>
    public TimeRange? Incident { get; init; }

    /// <summary>Version 1 only: SHA-256 ("sha256:" and hex) over the spec's fields that decide what is asked. Since version 2 each part has its own.</summary>
    public string? InputsDigest { get; init; }

    /// <summary>What was asked and what became of it. Empty in version 1.</summary>
    public IReadOnlyList<EvidencePart> Parts { get; set; } = [];

    /// <summary>The alert series found, sorted by name and labels.</summary>
    public IReadOnlyList<AlertSeries> Alerts { get; set; } = [];

    /// <summary>What was read for each objective, in the order of the spec.</summary>
    public IReadOnlyList<SloEvidence> Slos { get; set; } = [];

    /// <summary>The answers to the impact's queries.</summary>
    public ImpactEvidence? Impact { get; init; }

    /// <summary>Sums over windows that the next collection can go on from; null once all parts are frozen. Optional since version 2.</summary>
    public IReadOnlyList<KeptSums>? Sums { get; init; }

    /// <summary>Answers whose question was changed since, the last one first; null without any. Optional since version 2.</summary>
    public IReadOnlyList<FormerAnswer>? Former { get; init; }

    /// <summary>What was asked for no part in particular, in order; in version 1, all that was asked.</summary>
    public IReadOnlyList<EvidenceQuery> Queries { get; set; } = [];

    /// <summary>Warnings that concern no part in particular; in version 1, all of them.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>The part of a name, if it was ever asked for.</summary>
    /// <param name="name">A name of <see cref="EvidencePartNames"/>.</param>
    public EvidencePart? Part(string name) => Parts.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));

    /// <summary>The objective of a name, if it was ever asked for.</summary>
    /// <param name="name">The objective's name.</param>
    public SloEvidence? Slo(string name) => Slos.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));

    /// <summary>All that was asked, in order.</summary>
    public IEnumerable<EvidenceQuery> AllQueries() => Queries.Concat(Parts.SelectMany(p => p.Queries));

    /// <summary>All warnings; the document shows them.</summary>
    public IEnumerable<string> AllWarnings() => Warnings.Concat(Parts.SelectMany(p => p.Warnings)).Distinct(StringComparer.Ordinal);
}
