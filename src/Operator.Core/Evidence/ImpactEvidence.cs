namespace Operator.Core.Evidence;

/// <summary>The answers to the impact's queries; null where nothing was asked or nothing usable came.</summary>
public sealed record ImpactEvidence
{
    /// <summary>The answer to impact.affectedUsers.query.</summary>
    public double? AffectedUsers { get; init; }

    /// <summary>The answer to impact.affectedUsers.totalQuery.</summary>
    public double? TotalUsers { get; init; }

    /// <summary>The answer to impact.failedRequests.query.</summary>
    public double? FailedRequests { get; init; }

    /// <summary>Why values are missing.</summary>
    public IReadOnlyList<EvidenceProblem> Problems { get; set; } = [];
}
