using System.Security.Cryptography;
using System.Text.Json;
using Operator.Api;
using Operator.PlainJson;

namespace Operator.Evidence;

/// <summary>A digest over the fields of a spec that decide what is asked: text that people polish afterwards does not change it.</summary>
internal static class InputsDigest
{
    public static string Of(PostMortemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(JsonOutput.Bytes(json => Write(json, spec))));
    }

    /// <summary>Whether a spec has anything that a server could answer.</summary>
    public static bool AsksAnything(PostMortemSpec spec) =>
        spec.Detection is { Alerts.Count: > 0 }
        || spec.Slos.Count > 0
        || AsksOfImpact(spec);

    /// <summary>Whether the impact has queries.</summary>
    public static bool AsksOfImpact(PostMortemSpec spec) =>
        (spec.Impact?.AffectedUsers?.Query ?? spec.Impact?.AffectedUsers?.TotalQuery ?? spec.Impact?.FailedRequests?.Query) is not null;

    // The JSON of a spec in which all else has the value that it starts with: digests that stand in saved evidence are over it.
    private static void Write(Utf8JsonWriter json, PostMortemSpec spec)
    {
        json.WriteStartObject();
        json.WriteString("title", "");
        json.WriteString("severity", nameof(Severity.P0));
        json.Texts("services", []);
        json.Texts("authors", []);
        json.WriteString("timeZone", spec.TimeZone);
        Incident(json, spec.Incident);
        Detection(json, spec.Detection);
        json.Objects("timeline", Deciding(spec.Timeline), entry =>
        {
            json.Time("at", entry.At);
            json.Text("type", entry.Type.ToString());
            json.WriteString("event", "");
        });
        json.WriteStartObject("prometheus");
        json.WriteString("source", (spec.Prometheus ?? new PrometheusSpec()).Source);
        json.WriteEndObject();
        json.Objects("slos", spec.Slos, slo => Slo(json, slo));
        Impact(json, spec.Impact);
        json.Texts("actionItems", []);
        json.WriteString("interval", "5m");
        json.WriteBoolean("suspend", false);
        json.WriteEndObject();
    }

    private static void Incident(Utf8JsonWriter json, IncidentSpec? incident)
    {
        if (incident is not null)
        {
            json.WriteStartObject("incident");
            json.Time("startedAt", incident.StartedAt);
            json.Time("detectedAt", incident.DetectedAt);
            json.Time("acknowledgedAt", incident.AcknowledgedAt);
            json.Time("mitigatedAt", incident.MitigatedAt);
            json.Time("resolvedAt", incident.ResolvedAt);
            if (incident.Ongoing)
            {
                json.WriteBoolean("ongoing", true);
            }

            json.WriteEndObject();
        }
    }

    private static void Detection(Utf8JsonWriter json, DetectionSpec? detection)
    {
        if (detection is null)
        {
            return;
        }

        json.WriteStartObject("detection");
        json.Text("method", detection.Method?.ToString());
        if (detection.SearchWindow is { } window)
        {
            json.WriteStartObject("searchWindow");
            json.Time("from", window.From);
            json.Time("to", window.To);
            json.WriteEndObject();
        }

        json.Objects("alerts", detection.Alerts, alert =>
        {
            json.WriteString("name", alert.Name);
            json.WriteStartObject("labels");
            var names = alert.Labels.Keys.ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            foreach (var name in names)
            {
                json.WriteString(name, alert.Labels[name]);
            }

            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Slo(Utf8JsonWriter json, SloSpec slo)
    {
        json.WriteString("name", slo.Name);
        json.WriteNumber("objective", slo.Objective);
        json.WriteString("window", slo.Window);
        json.Text("budgetingMethod", slo.BudgetingMethod?.ToString());
        if (slo.TimeSlice is { } slice)
        {
            json.WriteStartObject("timeSlice");
            json.Number("target", slice.Target);
            json.WriteString("window", slice.Window);
            json.WriteEndObject();
        }

        json.WriteStartObject("sli");
        Queries(json, "ratio", "errors", slo.Sli.Ratio?.Errors, "total", slo.Sli.Ratio?.Total);
        Queries(json, "events", "errorQuery", slo.Sli.Events?.ErrorQuery, "totalQuery", slo.Sli.Events?.TotalQuery);
        Queries(json, "raw", "errorRatioQuery", slo.Sli.Raw?.ErrorRatioQuery, "", null);
        json.WriteEndObject();
    }

    private static void Queries(Utf8JsonWriter json, string name, string first, string? one, string second, string? other)
    {
        if (one is not null)
        {
            json.WriteStartObject(name);
            json.Text(first, one);
            json.Text(second, other);
            json.WriteEndObject();
        }
    }

    private static void Impact(Utf8JsonWriter json, ImpactSpec? impact)
    {
        if (impact is null)
        {
            return;
        }

        json.WriteStartObject("impact");
        if (impact.AffectedUsers is { } users)
        {
            json.WriteStartObject("affectedUsers");
            json.Text("query", users.Query);
            json.Text("totalQuery", users.TotalQuery);
            json.WriteEndObject();
        }

        if (impact.FailedRequests is { } failed)
        {
            json.WriteStartObject("failedRequests");
            json.Text("query", failed.Query);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static List<TimelineEntrySpec> Deciding(IReadOnlyList<TimelineEntrySpec> timeline)
    {
        var deciding = new List<TimelineEntrySpec>();
        foreach (var entry in timeline)
        {
            if (entry.Type is TimelineEntryType.IncidentStart or TimelineEntryType.AlertFired or TimelineEntryType.Resolved)
            {
                deciding.Add(entry);
            }
        }

        // Entries that are equal in both are written alike.
        deciding.Sort(static (a, b) => a.At.CompareTo(b.At) is var order and not 0 ? order : a.Type - b.Type);
        return deciding;
    }
}
