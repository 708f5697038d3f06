using System.Text.Json;
using Operator.Core.Evidence;
using Operator.PlainJson;

namespace Operator.Evidence;

/// <summary>Reads what <see cref="EvidenceWriter"/> wrote. A field that a type gains belongs in both; a test holds them against the types.</summary>
internal static class EvidenceReader
{
    /// <exception cref="JsonException">A field is missing, null or of another type.</exception>
    public static IncidentEvidence Read(JsonElement json) => new()
    {
        Version = json.Field("version") is { } version ? version.GetInt32() : IncidentEvidence.CurrentVersion,
        CollectedAt = json.Time("collectedAt"),
        Source = json.Field("source") is { } source ? new(source.Text("name"), source.OptionalText("serverVersion"), source.OptionalText("url")) : null,
        SearchWindow = OptionalRange(json, "searchWindow"),
        Incident = OptionalRange(json, "incident"),
        InputsDigest = json.Text("inputsDigest", ""),
        Alerts = json.List("alerts", Alert),
        Slos = json.List("slos", Slo),
        Impact = json.Field("impact") is { } impact ? Impact(impact) : null,
        Queries = json.List("queries", Query),
        Warnings = json.Texts("warnings"),
    };

    private static AlertSeries Alert(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Labels = json.TryGetProperty("labels", out var labels) ? labels.Map() : new Dictionary<string, string>(StringComparer.Ordinal),
        IntervalSeconds = json.OptionalNumber("intervalSeconds"),
        Pending = json.List("pending", Run),
        Firing = json.List("firing", Run),
        ActiveAt = json.List("activeAt", static a => new ActiveAt(a.Time("value"), Run(a.Required("run")))),
        StartUnknown = json.Flag("startUnknown", false),
    };

    private static SloEvidence Slo(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Kind = (SliKind)json.Required("kind").Name(typeof(SliKind)),
        CountSource = json.Field("countSource") is { } source ? (CountSource)source.Name(typeof(CountSource)) : null,
        Window = Range(json.Required("window")),
        WindowSeconds = json.Number("windowSeconds"),
        ScrapeIntervalSeconds = json.OptionalNumber("scrapeIntervalSeconds"),
        Incident = OptionalCounts(json, "incident"),
        Slices = json.List("slices", Slice),
        MinuteSlices = json.List("minuteSlices", Slice),
        Before = json.Field("before") is { } before ? Before(before) : null,
        Series = json.List("series", static p => new SliPoint(p.Time("at"), p.OptionalNumber("value"))),
        Problems = json.List("problems", Problem),
        Notes = json.Texts("notes"),
    };

    private static SliSlice Slice(JsonElement json) => new()
    {
        Start = json.Time("start"),
        Seconds = json.Number("seconds"),
        ErrorRatio = json.OptionalNumber("errorRatio"),
        Counts = OptionalCounts(json, "counts"),
        HasData = json.Flag("hasData", true),
    };

    private static BeforeIncident Before(JsonElement json) => new()
    {
        Counts = OptionalCounts(json, "counts"),
        BadSeconds = json.OptionalNumber("badSeconds"),
        ErrorRatioSeconds = json.OptionalNumber("errorRatioSeconds"),
        CoveredSeconds = json.OptionalNumber("coveredSeconds"),
    };

    private static ImpactEvidence Impact(JsonElement json) => new()
    {
        AffectedUsers = json.OptionalNumber("affectedUsers"),
        TotalUsers = json.OptionalNumber("totalUsers"),
        FailedRequests = json.OptionalNumber("failedRequests"),
        Problems = json.List("problems", Problem),
    };

    private static EvidenceQuery Query(JsonElement json) => new()
    {
        Purpose = json.Text("purpose"),
        Expression = json.Text("expression"),
        Time = json.Time("time"),
        From = json.OptionalTime("from"),
        StepSeconds = json.OptionalNumber("stepSeconds"),
    };

    private static EvidenceProblem Problem(JsonElement json) => new(json.Text("reason"), json.Text("message"));

    private static SampleRun Run(JsonElement json) => new(json.Time("first"), json.Time("last"), json.Whole("count"));

    private static TimeRange Range(JsonElement json) => new(json.Time("start"), json.Time("end"));

    private static TimeRange? OptionalRange(JsonElement json, string name) => json.Field(name) is { } range ? Range(range) : null;

    private static EventCounts? OptionalCounts(JsonElement json, string name) =>
        json.Field(name) is { } counts ? new(counts.Number("errors"), counts.Number("total")) : null;
}
