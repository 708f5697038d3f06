using Operator.Api;
using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Runtime;

namespace Operator.Reconciling;

/// <summary>Decides when time alone will make a difference.</summary>
internal sealed class NextLook(Jitter jitter)
{
    /// <summary>Interval of a spec whose own cannot be read.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(5);

    // A shorter interval than this asks more of Prometheus than it gives to a reader.
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(10);

    // Timers have an end; a look in between costs one read.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private const double JitterShare = 0.1;

    /// <summary>The next look; null when only somebody's change can make a difference.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="evidence">What the document rests on; null when it could not be had.</param>
    /// <param name="followUp">How far people have come; null when that could not be told.</param>
    /// <param name="recheck">Whether something outside, which nobody tells us about, may change.</param>
    /// <param name="now">The time of this look.</param>
    /// <param name="nextStated">When a stated time that lies in the future begins to count, if there is one.</param>
    public DateTimeOffset? After(PostMortemSpec spec, EvidenceInHand? evidence, FollowUpReport? followUp, bool recheck, DateTimeOffset now, DateTimeOffset? nextStated = null)
    {
        var next = nextStated;
        if (recheck || evidence is { IsOpen: true } && MayChange(spec, evidence))
        {
            var regular = now + jitter.Around(Interval(spec), JitterShare);
            next = next < regular ? next : regular;
            if (evidence?.SettlesAt is { } settles && settles > now && settles + Margin < next)
            {
                next = settles + Margin;
            }
        }

        if (followUp is not null)
        {
            next = OfPeople(spec, followUp, next);
        }

        if (followUp?.NextAsk is { } ask && (next is null || ask < next))
        {
            next = ask;
        }

        return next is { } look && look > now + LongestWait ? now + LongestWait : next;
    }

    /// <summary>When people's words alone make a difference: a stated time begins to count, or an action item becomes overdue.</summary>
    public static DateTimeOffset? OfPeople(PostMortemSpec spec, FollowUpReport followUp, DateTimeOffset? nextStated) =>
        FirstOverdue(spec, followUp) is { } overdue && !(nextStated <= overdue) ? overdue : nextStated;

    /// <summary>The interval that a spec asks for, within bounds.</summary>
    public static TimeSpan Interval(PostMortemSpec spec)
    {
        var interval = PrometheusDuration.TryParse(spec.Interval, out var parsed) ? parsed : DefaultInterval;
        return interval < ShortestInterval ? ShortestInterval : interval > LongestWait ? LongestWait : interval;
    }

    // An incident whose beginning or end nobody tells gets its figures from alerts, as long as those are still looked for.
    private static bool MayChange(PostMortemSpec spec, EvidenceInHand evidence) =>
        evidence.Report.State != IncidentState.Unknown
        || (spec.Detection?.Alerts.Count > 0 && (IncidentWindow.IsCurrent(evidence.Evidence.SearchWindow, evidence.Report.AsOf) || EvidenceJudge.AwaitsSamplesUntil(evidence.Report) > evidence.Report.AsOf));

    private static DateTimeOffset? FirstOverdue(PostMortemSpec spec, FollowUpReport followUp)
    {
        var due = followUp.ActionItems.Where(a => !a.Closed && !a.Overdue).Min(a => a.DueDate);

        // A little after midnight, so that every clock agrees which day it is.
        return due is { } day && TimeZones.TryFind(spec.TimeZone, out var zone, out _) ? LocalDays.End(day, zone) + Margin : null;
    }
}
