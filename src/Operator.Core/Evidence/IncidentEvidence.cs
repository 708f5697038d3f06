namespace Operator.Core.Evidence;

/// <summary>
/// Everything that was read about one incident, aggregated to what the figures need and no further. It is saved as versioned
/// JSON; the same evidence always gives the same figures, years after Prometheus has forgotten the samples.
/// </summary>
public sealed record IncidentEvidence
{
    /// <summary>The version of this form that the code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The evaluation time: figures of an ongoing incident are as of this moment.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>Which server answered; null when nothing was asked (entirely manual, or no Prometheus).</summary>
    public EvidenceSource? Source { get; init; }

    /// <summary>The stretch in which alerts were looked for; null without alerts.</summary>
    public TimeRange? SearchWindow { get; init; }

    /// <summary>The incident [s, e] over which objectives were read; e is <see cref="CollectedAt"/> while it is ongoing. Null when start or end is not known, or the incident is too long.</summary>
    public TimeRange? Incident { get; init; }

    /// <summary>SHA-256 ("sha256:" and hex) over the spec's fields that decide what is asked; another digest means other evidence.</summary>
    public string InputsDigest { get; init; } = "";

    /// <summary>The alert series found, sorted by name and labels.</summary>
    public IReadOnlyList<AlertSeries> Alerts { get; init; } = [];

    /// <summary>What was read for each objective, in the order of the spec.</summary>
    public IReadOnlyList<SloEvidence> Slos { get; init; } = [];

    /// <summary>The answers to the impact's queries.</summary>
    public ImpactEvidence? Impact { get; init; }

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<EvidenceQuery> Queries { get; init; } = [];

    /// <summary>Warnings of the server and of the collector; the document shows them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
