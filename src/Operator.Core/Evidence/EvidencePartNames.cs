namespace Operator.Core.Evidence;

/// <summary>Names of the parts of evidence, as saved files have them.</summary>
public static class EvidencePartNames
{
    /// <summary>All alerts of the spec.</summary>
    public const string Alerts = "alerts";

    /// <summary>The answer to impact.affectedUsers.query.</summary>
    public const string AffectedUsers = "impact/affectedUsers";

    /// <summary>The answer to impact.affectedUsers.totalQuery.</summary>
    public const string TotalUsers = "impact/totalUsers";

    /// <summary>The answer to impact.failedRequests.query.</summary>
    public const string FailedRequests = "impact/failedRequests";

    private const string ObjectivePrefix = "slos/";

    /// <summary>One objective.</summary>
    /// <param name="name">The objective's name.</param>
    public static string Objective(string name) => ObjectivePrefix + name;
}
