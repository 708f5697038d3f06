using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Reconciling;

/// <summary>Judges evidence: what is missing from it, when it is final, and whether it may take the place of older evidence.</summary>
internal static class EvidenceJudge
{
    // So that the samples of the incident's end are in, from whatever remote storage.
    private static readonly TimeSpan ShortestSettling = TimeSpan.FromMinutes(2);
    private const int SettlingIntervals = 2;

    // What ages out between two collections of the same window is less than this.
    private const double CoverageTolerance = 0.99;

    /// <summary>Whether asking again may help without anybody changing anything.</summary>
    public static bool IsTransient(EvidenceProblem problem) =>
        problem.Reason is Reasons.PrometheusTimeout or Reasons.PrometheusUnavailable or Reasons.PrometheusThrottled;

    /// <summary>
    /// When the evidence of a resolved incident is final: two evaluation intervals, and at least two minutes, after the end.
    /// Null while the incident is not resolved.
    /// </summary>
    public static DateTimeOffset? SettlesAt(IncidentReport report)
    {
        if (report.State != IncidentState.Resolved || report.Timestamp(IncidentTimestampName.ResolvedAt) is not { } end)
        {
            return null;
        }

        var interval = report.Alerts.Max(a => a.UncertaintySeconds) ?? 0;
        var settling = TimeSpan.FromSeconds(Math.Min(SettlingIntervals * interval, TimeSpan.FromDays(1).TotalSeconds));
        return end.Time + (settling > ShortestSettling ? settling : ShortestSettling);
    }

    /// <summary>Whether fresh evidence says at least what the kept one says. Prometheus forgets; kept evidence does not.</summary>
    public static bool MayReplace(JudgedEvidence fresh, JudgedEvidence kept) =>
        !fresh.Problems.Any(IsTransient)
        && fresh.Problems.Count <= kept.Problems.Count
        && fresh.Evidence.Slos.All(s => Covers(s, kept.Evidence.Slos.FirstOrDefault(k => k.Name == s.Name)));

    /// <summary>Whether no alert was found, and nothing else could be measured for that.</summary>
    public static bool FoundNothing(JudgedEvidence fresh) => fresh.Report.State == IncidentState.Unknown && fresh.Evidence.Alerts.Count == 0;

    /// <summary>Whether two collections that found nothing differ in their time alone.</summary>
    public static bool SaysTheSame(JudgedEvidence fresh, JudgedEvidence kept) =>
        FoundNothing(kept)
        && fresh.Evidence.InputsDigest == kept.Evidence.InputsDigest
        && fresh.Evidence.Source == kept.Evidence.Source
        && fresh.Evidence.SearchWindow?.Start == kept.Evidence.SearchWindow?.Start
        && fresh.Problems.SequenceEqual(kept.Problems)
        && fresh.Evidence.Warnings.SequenceEqual(kept.Evidence.Warnings, StringComparer.Ordinal);

    private static bool Covers(SloEvidence fresh, SloEvidence? kept) =>
        kept?.Before?.CoveredSeconds is not { } seconds || fresh.Before?.CoveredSeconds >= seconds * CoverageTolerance || fresh.Window != kept.Window;
}
