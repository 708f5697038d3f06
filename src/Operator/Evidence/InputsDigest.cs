using System.Security.Cryptography;
using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;

namespace Operator.Evidence;

/// <summary>A digest over the fields of a spec that decide what is asked: text that people polish afterwards does not change it.</summary>
internal static class InputsDigest
{
    public static string Of(PostMortemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var asked = new PostMortemSpec
        {
            Title = "",
            Severity = default,
            Services = [],
            TimeZone = spec.TimeZone,
            Incident = spec.Incident,
            Detection = spec.Detection is { } detection ? detection with { Alerts = [.. detection.Alerts.Select(a => a with { Labels = new SortedDictionary<string, string>(a.Labels.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) })] } : null,
            Timeline = [.. spec.Timeline.Where(DecidesTimes).Select(e => new TimelineEntrySpec { At = e.At, Type = e.Type, Event = "" }).OrderBy(e => e.At).ThenBy(e => e.Type)],
            Prometheus = spec.Prometheus ?? new PrometheusSpec(),
            Slos = [.. spec.Slos.Select(s => s with { Sla = null })],
            Impact = spec.Impact is { } impact
                ? new ImpactSpec
                {
                    AffectedUsers = impact.AffectedUsers is { } users ? users with { Count = null, Total = null } : null,
                    FailedRequests = impact.FailedRequests is { } failed ? failed with { Count = null, Slo = null } : null,
                }
                : null,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(asked, PostMortemJsonContext.Default.PostMortemSpec);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(json));
    }

    /// <summary>Whether a spec has anything that a server could answer.</summary>
    public static bool AsksAnything(PostMortemSpec spec) =>
        spec.Detection is { Alerts.Count: > 0 }
        || spec.Slos.Count > 0
        || (spec.Impact?.AffectedUsers?.Query ?? spec.Impact?.AffectedUsers?.TotalQuery ?? spec.Impact?.FailedRequests?.Query) is not null;

    private static bool DecidesTimes(TimelineEntrySpec entry) => entry.Type is TimelineEntryType.IncidentStart or TimelineEntryType.AlertFired or TimelineEntryType.Resolved;
}
