namespace Operator.EndToEnd.Tests.Support;

/// <summary>Specs that tests share.</summary>
public static class Specs
{
    /// <summary>An incident of which people know everything.</summary>
    public const string Manual = """
        {"title":"Email service outage","severity":"P0","services":["email-service"],
         "incident":{"startedAt":"2025-12-14T07:00:00Z","detectedAt":"2025-12-14T07:02:15Z","resolvedAt":"2025-12-14T07:12:00Z"}}
        """;

    /// <summary>An incident whose alert tells everything.</summary>
    public const string Alerted = """
        {"title":"Email service outage","severity":"P0","services":["email-service"],"interval":"1m",
         "detection":{"alerts":[{"name":"EmailServiceDown"}]}}
        """;

    /// <summary>Every required section.</summary>
    public const string Sections = """
        "summary":{"incident":"It failed.","rootCause":"The pool was too small.","resolution":"It was enlarged."},
        "analysis":{"whatHappened":"Connections ran out.","rootCause":"The pool was too small."},
        "resolution":{"immediateFix":"A larger pool."},"noActionItems":"Nothing is left to do","lessonsLearned":{"wentWell":["The alert came early"]}
        """;

    public static string With(string spec, string more) => spec.TrimEnd()[..^1] + "," + more + "}";
}
