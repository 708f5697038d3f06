namespace Operator.Api;

/// <summary>Whom the incident hurt and what it cost.</summary>
public sealed record ImpactStatus
{
    /// <summary>How many requests failed.</summary>
    public long? FailedRequests { get; init; }

    /// <summary>How many users were affected.</summary>
    public long? AffectedUsers { get; init; }

    /// <summary>The share of all users, in percent.</summary>
    public double? AffectedUsersPercent { get; init; }

    /// <summary>What it cost.</summary>
    public MoneyStatus? RevenueLoss { get; init; }

    /// <summary>Why figures are missing.</summary>
    public string? Message { get; init; }
}
