using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Evidence;

namespace Operator.Tests.Evidence;

/// <summary>The digest is over the JSON of the spec without what people polish; saved evidence has it, so that it must stay what it is.</summary>
public sealed class InputsDigestTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void It_is_over_the_serializers_JSON_of_what_decides_the_questions(int sparse)
    {
        var spec = new SampleValues { Sparse = sparse }.Of<PostMortemSpec>() with
        {
            Timeline =
            [
                new() { At = SimulatedIncidents.End, Type = TimelineEntryType.Resolved, Event = "over" },
                new() { At = SimulatedIncidents.Start, Type = TimelineEntryType.Note, Event = "said" },
                new() { At = SimulatedIncidents.Start, Type = TimelineEntryType.AlertFired, Event = "fired" },
                new() { At = SimulatedIncidents.Start, Type = TimelineEntryType.IncidentStart, Event = "began" },
            ],
        };

        // A field that is younger than saved evidence counts only where it is set.
        var json = JsonSerializer.Serialize(Asked(spec), PostMortemJsonContext.Default.PostMortemSpec)
            .Replace(",\"ongoing\":false", "", StringComparison.Ordinal).Replace("\"ongoing\":false", "", StringComparison.Ordinal);

        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))), InputsDigest.Of(spec));
    }

    private static PostMortemSpec Asked(PostMortemSpec spec) => new()
    {
        Title = "",
        Severity = default,
        Services = [],
        TimeZone = spec.TimeZone,
        Incident = spec.Incident,
        Detection = spec.Detection is { } detection
            ? detection with { Alerts = [.. detection.Alerts.Select(a => a with { Labels = new SortedDictionary<string, string>(a.Labels.ToDictionary(), StringComparer.Ordinal) })] }
            : null,
        Timeline =
        [
            .. spec.Timeline
                .Where(e => e.Type is TimelineEntryType.IncidentStart or TimelineEntryType.AlertFired or TimelineEntryType.Resolved)
                .Select(e => new TimelineEntrySpec { At = e.At, Type = e.Type, Event = "" })
                .OrderBy(e => e.At).ThenBy(e => e.Type),
        ],
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
}
