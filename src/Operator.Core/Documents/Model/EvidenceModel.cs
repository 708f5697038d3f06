namespace Operator.Core.Documents.Model;

/// <summary>How the figures were measured.</summary>
public sealed record EvidenceModel
{
    /// <summary>What is told here, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>The configured name of the source; null when nothing was asked.</summary>
    public string? Source { get; init; }

    public string? ServerVersion { get; init; }

    public string? CollectedAt { get; init; }

    public string? Digest { get; init; }

    /// <summary>The points in time and who tells them.</summary>
    public IReadOnlyList<EvidenceTimeModel> Times { get; init; } = [];

    /// <summary>How requests were counted, each objective in a sentence.</summary>
    public IReadOnlyList<string> Counting { get; init; } = [];

    public IReadOnlyList<EvidenceQueryModel> Queries { get; init; } = [];
}
