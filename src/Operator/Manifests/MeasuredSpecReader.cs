using System.Text.Json;
using Operator.Api;
using Operator.PlainJson;

namespace Operator.Manifests;

/// <summary>Reads the parts of a spec that say what to measure: alerts, objectives and impact.</summary>
internal static class MeasuredSpecReader
{
    public static DetectionSpec Detection(JsonElement json) => new()
    {
        Method = json.Field("method") is { } method ? (DetectionMethod)method.Name(typeof(DetectionMethod)) : null,
        SearchWindow = json.Field("searchWindow") is { } window ? new() { From = window.OptionalTime("from"), To = window.OptionalTime("to") } : null,
        Alerts = json.List("alerts", Alert),
    };

    public static SloSpec Slo(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Objective = json.Number("objective"),
        Window = json.Text("window", "30d"),
        BudgetingMethod = json.Field("budgetingMethod") is { } method ? (BudgetingMethod)method.Name(typeof(BudgetingMethod)) : null,
        TimeSlice = json.Field("timeSlice") is { } slice ? new() { Target = slice.OptionalNumber("target"), Window = slice.Text("window", "1m") } : null,
        Sla = json.OptionalNumber("sla"),
        Sli = Sli(json.Required("sli")),
    };

    public static ImpactSpec Impact(JsonElement json) => new()
    {
        AffectedUsers = json.Field("affectedUsers") is { } users
            ? new() { Count = users.OptionalWhole("count"), Total = users.OptionalWhole("total"), Query = users.OptionalText("query"), TotalQuery = users.OptionalText("totalQuery") }
            : null,
        FailedRequests = json.Field("failedRequests") is { } failed
            ? new() { Slo = failed.OptionalText("slo"), Count = failed.OptionalWhole("count"), Query = failed.OptionalText("query") }
            : null,
        Revenue = json.Field("revenue") is { } revenue
            ? new() { PerFailedRequest = revenue.OptionalAmount("perFailedRequest"), Amount = revenue.OptionalAmount("amount"), Currency = revenue.Text("currency") }
            : null,
        UserExperience = json.OptionalText("userExperience"),
        CustomerComplaints = json.OptionalWhole("customerComplaints"),
    };

    private static AlertSpec Alert(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Labels = json.TryGetProperty("labels", out var labels) ? labels.Map() : new Dictionary<string, string>(StringComparer.Ordinal),
        Matchers = json.Field("matchers") is null ? null : json.Texts("matchers"),
    };

    private static SliSpec Sli(JsonElement json) => new()
    {
        Ratio = json.Field("ratio") is { } ratio ? new() { Errors = ratio.Text("errors"), Total = ratio.Text("total") } : null,
        Events = json.Field("events") is { } events ? new() { ErrorQuery = events.Text("errorQuery"), TotalQuery = events.Text("totalQuery") } : null,
        Raw = json.Field("raw") is { } raw ? new() { ErrorRatioQuery = raw.Text("errorRatioQuery") } : null,
    };
}
