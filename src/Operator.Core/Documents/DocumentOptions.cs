using Operator.Api;

namespace Operator.Core.Documents;

/// <summary>What a document needs beyond the incident's figures.</summary>
public sealed record DocumentOptions
{
    /// <summary>The least that <see cref="MaxBytes"/> may be.</summary>
    public const int MinimumMaxBytes = 16 * 1024;

    /// <summary>Where people reach Prometheus; null leaves the links to its alerts out. An http or https URL.</summary>
    public Uri? PrometheusUrl { get; init; }

    /// <summary>The page of Grafana for a document whose spec names no dashboard; null for none. An http or https URL.</summary>
    public Uri? GrafanaUrl { get; init; }

    /// <summary>The digest of the evidence that the figures come from; null when nothing was read.</summary>
    public string? EvidenceDigest { get; init; }

    /// <summary>The repository and the commit, as repository@commit, from which the evidence was taken over; null when it was not.</summary>
    public string? AdoptedFrom { get; init; }

    /// <summary>The reason, such as PrometheusUnavailable, when evidence was asked for and none could be read; null otherwise.</summary>
    public string? EvidenceFailure { get; init; }

    /// <summary>How far the post-mortem has come; by default what it is before any delivery.</summary>
    public PostMortemPhase? Phase { get; init; }

    /// <summary>When it was published; null before that.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When people last changed the resource; null when that is not known.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>What else a reader must know, such as times that were ignored.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>How many bytes of UTF-8 each part may have. What is larger is cut, and the document says so. Default: no limit.</summary>
    public int? MaxBytes { get; init; }
}
