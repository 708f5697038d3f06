using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;

namespace Operator.Reconciling;

/// <summary>Decides which parts of evidence are final, and whether time alone can bring more.</summary>
internal static class EvidenceJudge
{
    // So that the samples of the incident's end are in, from whatever remote storage.
    private static readonly TimeSpan ShortestSettling = TimeSpan.FromMinutes(2);
    private const int SettlingIntervals = 2;

    /// <summary>
    /// When the evidence of a resolved incident is final: two evaluation intervals, and at least two minutes, after the end.
    /// Null while the incident is not resolved.
    /// </summary>
    public static DateTimeOffset? SettlesAt(IncidentReport report)
    {
        if (report.State != IncidentState.Resolved)
        {
            return null;
        }

        // What needs no end waits for nothing.
        if (report.Timestamp(IncidentTimestampName.ResolvedAt) is not { } end)
        {
            return DateTimeOffset.UnixEpoch;
        }

        var interval = report.Alerts.Max(a => a.UncertaintySeconds) ?? 0;
        var settling = TimeSpan.FromSeconds(Math.Min(SettlingIntervals * interval, TimeSpan.FromDays(1).TotalSeconds));
        return end.Time + (settling > ShortestSettling ? settling : ShortestSettling);
    }

    /// <summary>Freezes each part that is final: read after the incident has settled, over the question that the spec asks, with nothing missing that time can bring.</summary>
    /// <param name="spec">What is asked.</param>
    /// <param name="judged">What is known.</param>
    /// <param name="collection">The collection that gave it.</param>
    /// <returns>The evidence to save; the same object when no part became final.</returns>
    public static IncidentEvidence Freeze(PostMortemSpec spec, JudgedEvidence judged, Collection collection)
    {
        var all = judged.All;
        if (judged.SettlesAt is not { } settles)
        {
            return AwaitsSamplesUntil(judged.Report) <= all.CollectedAt ? FreezeAlerts(spec, all) : all;
        }

        var alerts = all.Part(EvidencePartNames.Alerts) is { } part && EvidenceView.IsAsked(spec, part.Name) ? Decide(part) : null;
        var isWindowFinal = alerts is null or { Frozen: true } || IncidentWindow.Resolve(spec, [], all.CollectedAt).State == IncidentState.Resolved;
        List<EvidencePart> parts = [.. all.Parts.Select(p => p.Name == EvidencePartNames.Alerts ? alerts ?? p : isWindowFinal ? Decide(p) : p)];
        if (parts.SequenceEqual(all.Parts))
        {
            return all;
        }

        // Nothing is summed up any more once everything is final.
        return all with { Parts = parts, Sums = parts.TrueForAll(p => p.Frozen) ? null : all.Sums };

        EvidencePart Decide(EvidencePart p) => p.Frozen || !PartContent.IsFinal(all, p) || p.Inputs != PartContent.Inputs(spec, p.Name, judged.Report.Incident)
            || settles + Lag(all, p) > (collection.Confirmed.Contains(p.Name) ? collection.AskedAt : p.CollectedAt)
            ? p
            : p with { Frozen = true };
    }

    /// <summary>How long samples are waited for that tell whether alerts have ended; null where nothing is waited for.</summary>
    public static DateTimeOffset? AwaitsSamplesUntil(IncidentReport report) =>
        report.State == IncidentState.Unknown && report.Alerts.Max(a => a.LastSeenFiringAt) is { } seen ? seen + IncidentWindow.LateSamples : null;

    // The end will not be known any more, unless a person states it: what is known of the alerts stays.
    private static IncidentEvidence FreezeAlerts(PostMortemSpec spec, IncidentEvidence all) => all with
    {
        Parts = [.. all.Parts.Select(p => p.Name == EvidencePartNames.Alerts && EvidenceView.IsAsked(spec, p.Name) && PartContent.IsFinal(all, p) ? p with { Frozen = true } : p)],
    };

    /// <summary>Whether every part that the spec asks for is frozen, so that nothing is left to ask.</summary>
    public static bool IsComplete(PostMortemSpec spec, JudgedEvidence judged) => Asked(spec, judged).All(a => a is { Part.Frozen: true } && a.Part.Inputs == a.Inputs);

    /// <summary>Whether asking again after a while can bring more, without anybody changing anything.</summary>
    /// <param name="spec">What is asked.</param>
    /// <param name="judged">What is known.</param>
    /// <param name="collection">The collection that gave it.</param>
    public static bool IsOpen(PostMortemSpec spec, JudgedEvidence judged, Collection collection)
    {
        if (AwaitsSamplesUntil(judged.Report) is not null && judged.All.Part(EvidencePartNames.Alerts) is { Frozen: true })
        {
            return false;
        }

        return judged.SettlesAt is not { } settles || Asked(spec, judged).Any(a => a.Part is null || IsOpenPart(a.Part, a.Inputs));

        bool IsOpenPart(EvidencePart part, string inputs) =>
            !(part.Frozen && part.Inputs == inputs)
            && ((part.CollectedAt < settles + Lag(judged.All, part) && !(collection.Confirmed.Contains(part.Name) && collection.AskedAt >= settles + Lag(judged.All, part)))
                || PartContent.Problems(judged.All, part).Any(PartContent.IsTransient));
    }

    // The last values about the incident come that much after its end.
    private static TimeSpan Lag(IncidentEvidence evidence, EvidencePart part) => TimeSpan.FromSeconds(PartContent.Slo(evidence, part)?.LagSeconds is > 0 and <= 86_400 and var lag ? lag : 0);

    private static IEnumerable<(EvidencePart? Part, string Inputs)> Asked(PostMortemSpec spec, JudgedEvidence judged) =>
        PartContent.AskedNames(spec).Select(n => (judged.All.Part(n), PartContent.Inputs(spec, n, judged.Report.Incident)!));
}
