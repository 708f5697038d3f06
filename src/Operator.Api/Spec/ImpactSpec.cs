using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Whom the incident hurt and what it cost.</summary>
public sealed record ImpactSpec
{
    /// <summary>How many users were affected.</summary>
    public AffectedUsersSpec? AffectedUsers { get; init; }

    /// <summary>How many requests failed. Default: the bad events of the first objective that counts events.</summary>
    public FailedRequestsSpec? FailedRequests { get; init; }

    /// <summary>What it cost in revenue.</summary>
    public RevenueSpec? Revenue { get; init; }

    /// <summary>What users saw. Markdown.</summary>
    [Text(8192)]
    public string? UserExperience { get; init; }

    /// <summary>How many customers complained.</summary>
    [NumberBounds(Minimum = 0, Maximum = 1e9)]
    public long? CustomerComplaints { get; init; }
}
