using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Evidence;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>The incidents behind the golden documents.</summary>
internal static class GoldenDocuments
{
    public static RenderedDocument Render(string name)
    {
        var (resource, evidence, now) = Incident(name);
        return Rendered.Document(resource, evidence, now, followUp: name == "followed" ? FollowedIncident.Inputs() : null);
    }

    public static (PostMortem Resource, IncidentEvidence? Evidence, DateTimeOffset Now) Incident(string name) => name switch
    {
        "full" => (Rendered.Sample("full.yaml"), SampleIncident.Evidence(), SampleIncident.CollectedAt),
        "minimal" => (Rendered.Sample("minimal.yaml"), null, SampleIncident.CollectedAt),
        "manual" => (Rendered.Sample("manual.yaml"), null, SampleIncident.CollectedAt),
        "degradation" or "data-loss" or "security" or "near-miss" or "false-alarm" => (Rendered.Sample($"{name}.yaml"), null, SampleIncident.CollectedAt),
        "ongoing" => Ongoing(),
        "open" => EndNotKnown(),
        "partial" => Partial(),
        "disputed" => Disputed(),
        "followed" => (FollowedIncident.Resource(), SampleIncident.Evidence(), FollowedIncident.Now),
        "hostile" => (HostileIncident.Resource(), HostileIncident.Evidence(), SampleIncident.CollectedAt),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static (PostMortem, IncidentEvidence?, DateTimeOffset) Ongoing()
    {
        var now = SampleIncident.End;
        var resource = SampleIncident.Resource();
        var evidence = SampleIncident.Evidence() with { CollectedAt = now };
        return (
            resource with { Spec = resource.Spec with { TimeZone = "Asia/Almaty", Timeline = [], Incident = new IncidentSpec { StartedAt = SampleIncident.Start, Ongoing = true } } },
            evidence with { Alerts = [] },
            now);
    }

    /// <summary>Nobody said when it ended or why there are no action items, and an approval lies in the future.</summary>
    private static (PostMortem, IncidentEvidence?, DateTimeOffset) EndNotKnown()
    {
        var resource = SampleIncident.Resource();
        var spec = resource.Spec with { Incident = new IncidentSpec { StartedAt = SampleIncident.Start.AddYears(-8) }, Timeline = [], Detection = null, Slos = resource.Spec.Slos, ActionItems = [], NoActionItems = null, LessonsLearned = null };
        return (resource with { Spec = spec }, null, SampleIncident.CollectedAt);
    }

    /// <summary>People state other times and numbers than alert and indicator tell.</summary>
    private static (PostMortem, IncidentEvidence?, DateTimeOffset) Disputed()
    {
        var (resource, evidence) = (SampleIncident.Resource(), SampleIncident.Evidence());
        var spec = resource.Spec with
        {
            Incident = new IncidentSpec { StartedAt = SampleIncident.Start.AddMinutes(3), DetectedAt = SampleIncident.Start.AddMinutes(8), ResolvedAt = SampleIncident.Start.AddMinutes(10) },
            Timeline = [.. resource.Spec.Timeline.Select(e => e.Type == TimelineEntryType.Recovered ? e with { At = SampleIncident.Start.AddMinutes(5), Link = "https://chat.example.com/archives/1?a=b" } : e)],
            Impact = resource.Spec.Impact! with { FailedRequests = new FailedRequestsSpec { Count = 1200 } },
        };
        return (resource with { Spec = spec }, evidence, SampleIncident.CollectedAt);
    }

    private static (PostMortem, IncidentEvidence?, DateTimeOffset) Partial()
    {
        var evidence = SampleIncident.Evidence();
        var slo = evidence.Slos[0];
        var day = slo.Before! with { CoveredSeconds = 86_400, Course = null, Counts = new EventCounts(0, 86_400 * 125) };

        // As earlier versions kept it.
        var series = slo.Series.Select((p, i) => new SliPoint(p.At, i is > 8 and < 14 ? null : p.Value)).ToList();
        return (
            SampleIncident.Resource(BudgetingMethod.Occurrences),
            evidence with { Slos = [slo with { Before = day, CountSource = CountSource.Increase, Series = series, Notes = ["increase() was used, because the series are too many to read raw"] }] },
            SampleIncident.CollectedAt);
    }
}
