using System.Globalization;
using System.Text.Json;
using Operator.Api;
using Operator.PlainJson;

namespace Operator.Manifests;

/// <summary>Reads a spec: its own fields and what people tell about the incident.</summary>
internal static class SpecReader
{
    /// <exception cref="JsonException">A field is missing, null or of another type.</exception>
    public static PostMortemSpec Read(JsonElement json) => new()
    {
        Title = json.Text("title"),
        IncidentID = json.OptionalText("incidentID"),
        Severity = (Severity)json.Required("severity").Name(typeof(Severity)),
        Services = json.Required("services").Items(Text),
        Authors = json.Texts("authors"),
        TimeZone = json.Text("timeZone", "UTC"),
        Summary = json.Field("summary") is { } summary ? Summary(summary) : null,
        Incident = json.Field("incident") is { } incident ? Incident(incident) : null,
        Detection = json.Field("detection") is { } detection ? MeasuredSpecReader.Detection(detection) : null,
        Timeline = json.List("timeline", Entry),
        Prometheus = json.Field("prometheus") is { } prometheus ? new() { Source = prometheus.Text("source", "default") } : null,
        Slos = json.List("slos", MeasuredSpecReader.Slo),
        Impact = json.Field("impact") is { } impact ? MeasuredSpecReader.Impact(impact) : null,
        Analysis = json.Field("analysis") is { } analysis ? Analysis(analysis) : null,
        Resolution = json.Field("resolution") is { } resolution
            ? new() { ImmediateFix = resolution.OptionalText("immediateFix"), Validation = resolution.OptionalText("validation") }
            : null,
        ActionItems = json.List("actionItems", ActionItem),
        NoActionItems = json.OptionalText("noActionItems"),
        LessonsLearned = json.Field("lessonsLearned") is { } lessons
            ? new() { WentWell = lessons.Texts("wentWell"), DidntGoWell = lessons.Texts("didntGoWell"), SurprisingFindings = lessons.Texts("surprisingFindings") }
            : null,
        Prevention = json.Field("prevention") is { } prevention
            ? new() { Immediate = prevention.Texts("immediate"), ShortTerm = prevention.Texts("shortTerm"), LongTerm = prevention.Texts("longTerm") }
            : null,
        References = json.Field("references") is { } references ? References(references) : null,
        Review = json.Field("review") is { } review ? new() { Reviewers = review.List("reviewers", Reviewer), Distribution = review.Texts("distribution") } : null,
        Outputs = json.Field("outputs") is { } outputs ? new() { ConfigMap = outputs.Field("configMap") is { } configMap ? ConfigMap(configMap) : null } : null,
        Template = json.Field("template") is { } template ? new() { Name = template.OptionalText("name") } : null,
        DeletionPolicy = json.Field("deletionPolicy") is { } policy ? (DeletionPolicy)policy.Name(typeof(DeletionPolicy)) : default,
        Interval = json.Text("interval", "5m"),
        Suspend = json.Flag("suspend", false),
    };

    private static SummarySpec Summary(JsonElement json) => new()
    {
        Incident = json.OptionalText("incident"),
        Impact = json.OptionalText("impact"),
        RootCause = json.OptionalText("rootCause"),
        Resolution = json.OptionalText("resolution"),
        Prevention = json.OptionalText("prevention"),
    };

    private static IncidentSpec Incident(JsonElement json) => new()
    {
        StartedAt = json.OptionalTime("startedAt"),
        DetectedAt = json.OptionalTime("detectedAt"),
        AcknowledgedAt = json.OptionalTime("acknowledgedAt"),
        MitigatedAt = json.OptionalTime("mitigatedAt"),
        ResolvedAt = json.OptionalTime("resolvedAt"),
        Ongoing = json.Flag("ongoing", false),
    };

    private static TimelineEntrySpec Entry(JsonElement json) => new()
    {
        At = json.Time("at"),
        Type = json.TryGetProperty("type", out var type) ? (TimelineEntryType)type.Name(typeof(TimelineEntryType)) : TimelineEntryType.Note,
        Event = json.Text("event"),
        Actor = json.OptionalText("actor"),
    };

    private static AnalysisSpec Analysis(JsonElement json) => new()
    {
        WhatHappened = json.OptionalText("whatHappened"),
        FiveWhys = json.List("fiveWhys", static w => new WhySpec { Why = w.Text("why"), Because = w.OptionalText("because") }),
        RootCause = json.OptionalText("rootCause"),
        ContributingFactors = json.Texts("contributingFactors"),
    };

    private static ActionItemSpec ActionItem(JsonElement json) => new()
    {
        Id = json.Text("id"),
        Title = json.Text("title"),
        Priority = json.TryGetProperty("priority", out var priority) ? (ActionItemPriority)priority.Name(typeof(ActionItemPriority)) : ActionItemPriority.Medium,
        Owner = json.OptionalText("owner"),
        DueDate = json.OptionalText("dueDate") is { } day ? Day(day) : null,
        SuccessCriteria = json.OptionalText("successCriteria"),
        Verify = json.Field("verify") is { } verify ? new() { Query = verify.Text("query"), For = verify.Text("for", "1h") } : null,
        State = json.TryGetProperty("state", out var state) ? (ActionItemState)state.Name(typeof(ActionItemState)) : ActionItemState.Open,
    };

    private static ReferencesSpec References(JsonElement json) => new()
    {
        IncidentURL = json.OptionalText("incidentURL"),
        Grafana = json.Field("grafana") is { } grafana ? new() { Url = grafana.Text("url") } : null,
        Links = json.List("links", static l => new LinkSpec { Title = l.Text("title"), Url = l.Text("url") }),
        RelatedIncidents = json.List("relatedIncidents", static r => new RelatedIncidentSpec { Name = r.OptionalText("name"), IncidentID = r.OptionalText("incidentID"), Note = r.OptionalText("note") }),
    };

    private static ReviewerSpec Reviewer(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Handle = json.OptionalText("handle"),
        Scope = json.OptionalText("scope"),
        ApprovedAt = json.OptionalTime("approvedAt"),
    };

    private static ConfigMapOutputSpec ConfigMap(JsonElement json) => new()
    {
        Enabled = json.Flag("enabled", true),
        Name = json.OptionalText("name"),
        Formats = json.Field("formats")?.Items(Format),
    };

    private static DocumentFormat Format(JsonElement json) => json.GetString() switch
    {
        "markdown" => DocumentFormat.Markdown,
        "html" => DocumentFormat.Html,
        "json" => DocumentFormat.Json,
        var other => throw new JsonException($"'{other}' is no format"),
    };

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new JsonException($"'{text}' is not a day such as 2025-12-21");

    private static string Text(JsonElement json) => json.GetString()!;
}
