using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Whom the incident hurt and what it cost.</summary>
public sealed record ImpactSpec
{
    /// <summary>Who was affected and how badly, in words, such as "customers who signed in with a password". Markdown.</summary>
    [Text(4096, Minimum = 1)]
    public string? Customers { get; init; }

    /// <summary>Where it happened and where not: regions, plans, versions, and who was spared. Markdown.</summary>
    [Text(4096, Minimum = 1)]
    public string? Scope { get; init; }

    /// <summary>How large it was, in numbers of any kind, the most telling first.</summary>
    [Items(20)]
    public IReadOnlyList<ImpactMeasureSpec> Measures { get; set; } = [];

    /// <summary>When users were affected, where that is not the time from start to end. The headline names them.</summary>
    [Items(20)]
    public IReadOnlyList<ImpactPhaseSpec> Phases { get; set; } = [];

    /// <summary>What became of data.</summary>
    public DataImpactSpec? Data { get; init; }

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
