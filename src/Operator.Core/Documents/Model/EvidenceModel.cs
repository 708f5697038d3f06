namespace Operator.Core.Documents.Model;

/// <summary>Where the figures come from.</summary>
public sealed record EvidenceModel
{
    /// <summary>The configured name of the source; null when nothing was asked.</summary>
    public string? Source { get; init; }

    public string? ServerVersion { get; init; }

    public string? CollectedAt { get; init; }

    public string? Digest { get; init; }

    public IReadOnlyList<EvidenceQueryModel> Queries { get; init; } = [];
}
