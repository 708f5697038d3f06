using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>Whom the incident hurt and what it cost. Null means not known.</summary>
public sealed record ImpactReport
{
    /// <summary>Failed requests, a whole number.</summary>
    public long? FailedRequests { get; init; }

    /// <summary>Where that number comes from, for people ("stated", "counted by a query", "counted by objective availability").</summary>
    public string? FailedRequestsSource { get; init; }

    /// <summary>Affected users.</summary>
    public long? AffectedUsers { get; init; }

    /// <summary>All users.</summary>
    public long? TotalUsers { get; init; }

    /// <summary>The share of all users in percent.</summary>
    public double? AffectedUsersPercent { get; init; }

    /// <summary>Lost revenue, rounded to the currency's usual digits.</summary>
    public MoneyStatus? RevenueLoss { get; init; }

    /// <summary>The price of one failed request when the loss was computed from it.</summary>
    public decimal? PerFailedRequest { get; init; }

    /// <summary>Why figures are missing.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}
