using System.Text.RegularExpressions;
using Operator.Core.Evidence;

namespace Operator.Core.Documents;

/// <summary>What a question to Prometheus was for, in plain words.</summary>
internal static partial class QueryWords
{
    private const int LongestWhole = 160;
    private const int Head = 100;
    private const int Tail = 40;
    private const string SignOfLife = "detection.alerts (what is newer)";

    /// <summary>Such as "availability: failed requests of the incident"; the purpose as it was recorded where there are no words for it.</summary>
    public static string Purpose(EvidenceQuery query)
    {
        var match = Parts().Match(query.Purpose);
        var (name, part) = (match.Groups["name"].Value, match.Groups["part"].Value);
        return match.Groups["kind"].Value switch
        {
            "detection.alerts" => query.Expression.Contains("_FOR_STATE", StringComparison.Ordinal) ? $"Alert {name}: since when its condition was true" : $"Alert {name}: when it was pending and firing",
            "slos" => $"{name}: {Objective(part)}",
            _ => query.Purpose switch
            {
                "impact.affectedUsers.query" => Words.Capital(Impact(EvidencePartNames.AffectedUsers)),
                "impact.affectedUsers.totalQuery" => Words.Capital(Impact(EvidencePartNames.TotalUsers)),
                "impact.failedRequests.query" => Words.Capital(Impact(EvidencePartNames.FailedRequests)),
                SignOfLife => "Whether anything was recorded after the alerts",
                _ => query.Purpose,
            },
        };
    }

    /// <summary>What a query of the impact counts, within a sentence.</summary>
    /// <param name="part">A name of <see cref="EvidencePartNames"/>.</param>
    public static string Impact(string part) => part switch
    {
        EvidencePartNames.AffectedUsers => "affected users",
        EvidencePartNames.TotalUsers => "all users",
        _ => "failed requests",
    };

    /// <summary>Whether the operator made the expression, so that nobody would know it again.</summary>
    public static bool IsMachineMade(EvidenceQuery query) => query.Expression.Contains("label_replace(", StringComparison.Ordinal);

    /// <summary>The beginning and the end of a long expression.</summary>
    public static string Shortened(string expression) => expression.Length <= LongestWhole ? expression : $"{expression[..Head]} … {expression[^Tail..]}";

    private static string Objective(string part) => part switch
    {
        "survey" => "which series there are, and since when",
        "sli.ratio.errors" or "sli.events.errorQuery" => "failed requests of the incident",
        "sli.ratio.total" or "sli.events.totalQuery" => "all requests of the incident",
        "sli.events" => "failed and all requests of the incident",
        "sli.raw" or "sli.raw.errorRatioQuery" => "the share of errors around the incident",
        "slices" => "the indicator, slice by slice",
        "incident" => "the indicator over the incident",
        "beginning" => "the indicator at the incident's beginning",
        "gaps" => "where samples are missing",
        "falls" or "sli.events.falls" or "sli.raw.falls" => "where counters fell",
        "labels" => "how far its recorded values look back",
        "before" => "the rest of the budget's window",
        _ => "the indicator",
    };

    [GeneratedRegex(@"^(?<kind>detection\.alerts|slos)\[[0-9]+\] \((?<name>.*)\)(\.(?<part>[a-zA-Z.]+))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parts();
}
