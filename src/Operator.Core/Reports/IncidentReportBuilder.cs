using NodaTime;
using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Contradictions;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Impact;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>Every figure of a post-mortem. Pure: what people say, what was read and the time go in, the report comes out.</summary>
public static class IncidentReportBuilder
{
    /// <summary>Computes the report.</summary>
    /// <param name="resource">The post-mortem.</param>
    /// <param name="evidence">What was read; null when nothing was, as for an entirely manual post-mortem.</param>
    /// <param name="now">The evaluation time: without evidence, what "ongoing" lasts until.</param>
    /// <returns>The report. Values that cannot be computed are absent, and say why.</returns>
    /// <exception cref="FailureException">The time zone is unknown, two action items cannot be told apart, or a window is not a duration.</exception>
    public static IncidentReport Build(PostMortem resource, IncidentEvidence? evidence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var spec = resource.Spec;
        var zone = TimeZones.Find(spec);
        ActionItemIds.Ensure(spec);
        var asOf = Instants.ToMillisecond(evidence?.CollectedAt ?? now);
        var window = IncidentWindow.Resolve(spec, evidence?.Alerts ?? [], asOf, evidence?.SearchWindow, evidence?.RecordedUntil);
        var read = Read(spec, evidence);
        var measuredOver = evidence?.Incident is { Seconds: > 0 } over ? over : window.Measured;
        var timestamps = new TimestampResolver(spec, window.Episodes).Resolve(Recovery(spec, read, measuredOver));
        IReadOnlyList<SloReport> slos = [.. spec.Slos.Select(slo => Slo(slo, read, measuredOver, window, asOf, zone))];
        var durations = DurationCalculator.Calculate(timestamps, window.State, spec.Type);
        return new IncidentReport
        {
            AsOf = asOf,
            State = window.State,
            Incident = window.Range,
            Timestamps = timestamps,
            Durations = durations,
            Alerts = window.Episodes,
            DetectionMethod = spec.Detection?.Method ?? ByAlert(spec, window.Episodes),
            Timeline = new TimelineMerger(spec, window.Episodes, timestamps).Merge(),
            Slos = slos,
            ImpactDuration = ImpactDurationFinder.Find(spec, timestamps, slos, durations),
            Impact = new ImpactCalculator(spec.Impact, evidence?.Impact, slos, evidence?.Part(EvidencePartNames.FailedRequests)?.Objective).Calculate(),
            Contradictions = ContradictionFinder.Find(spec, window.Episodes, timestamps, durations, Indicator(spec, read, measuredOver), slos, evidence),
            Warnings = ReportWarnings.Find(evidence, window, timestamps, asOf),
        };
    }

    private static Dictionary<string, SloEvidence> Read(PostMortemSpec spec, IncidentEvidence? evidence)
    {
        var names = spec.Slos.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        return (evidence?.Slos ?? [])
            .Where(s => names.Contains(s.Name))
            .GroupBy(s => s.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    private static IncidentTimestamp? Recovery(PostMortemSpec spec, Dictionary<string, SloEvidence> read, TimeRange? incident) =>
        spec.Slos.Count > 0 && incident is { } range && read.TryGetValue(spec.Slos[0].Name, out var first)
            ? RecoveryFinder.Find(spec.Slos[0], first, first.Over is { Seconds: > 0 } over ? over : range)
            : null;

    private static DetectionMethod? ByAlert(PostMortemSpec spec, IReadOnlyList<AlertEpisode> episodes) =>
        episodes.Any(e => e.HasFired) || spec.Timeline.Any(e => e.Type == TimelineEntryType.AlertFired) ? DetectionMethod.AutomatedAlert : null;

    private static BadStretch? Indicator(PostMortemSpec spec, Dictionary<string, SloEvidence> read, TimeRange? incident) =>
        spec.Slos.Count > 0 && incident is { } range && read.TryGetValue(spec.Slos[0].Name, out var first)
            ? BadStretch.Find(spec.Slos[0], first, first.Over is { Seconds: > 0 } over ? over : range)
            : null;

    private static SloReport Slo(SloSpec slo, Dictionary<string, SloEvidence> read, TimeRange? incident, IncidentWindow window, DateTimeOffset asOf, DateTimeZone zone)
    {
        if (incident is { } range && read.TryGetValue(slo.Name, out var evidence))
        {
            return SloReportBuilder.Build(slo, evidence, evidence.Over is { Seconds: > 0 } over ? over : range);
        }

        var seconds = BudgetWindow.Resolve(slo, window.Range?.End ?? asOf, zone).Seconds;
        return window.Unmeasured is { } why
            ? SloReportBuilder.Without(slo, seconds, window.State == IncidentState.Ongoing ? FigureState.Pending : FigureState.NotApplicable, why.Message)
            : SloReportBuilder.Without(slo, seconds, FigureState.NotApplicable, "no evidence was read for this objective");
    }
}
