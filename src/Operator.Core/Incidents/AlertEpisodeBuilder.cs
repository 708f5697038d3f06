using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Incidents;

/// <summary>One episode from the runs that belong to it.</summary>
/// <param name="runs">The runs, sorted, at least one.</param>
/// <param name="interval">The evaluation interval, measured or assumed.</param>
/// <param name="measuredInterval">The same in seconds, null when assumed.</param>
/// <param name="startUnknown">Whether samples reach back to the earliest moment that was asked for.</param>
internal sealed class AlertEpisodeBuilder(List<AlertRun> runs, TimeSpan interval, double? measuredInterval, bool startUnknown)
{
    private DateTimeOffset Begin => runs[0].First;

    private DateTimeOffset Last => runs.Latest(r => r.Last)!.Value;

    private DateTimeOffset? FirstFiring => runs.Earliest(r => r.Firing ? r.First : null);

    public AlertEpisode Build(AlertSeries series, List<ActiveAt> activeAt, DateTimeOffset asOf)
    {
        var fired = FirstFiring is not null;

        // Pending again within the threshold counts as not over: after a restart an alert is pending before it fires again.
        var active = fired && asOf - Last < 2 * interval;
        var lastFiring = runs.Latest(r => r.Firing ? r.Last : null);
        return new AlertEpisode
        {
            Name = series.Name,
            Labels = series.Labels,
            PendingAt = ConditionTrueAt(activeAt) is { } pending ? Instants.ToMillisecond(pending) : null,
            FiringAt = FirstFiring is { } firing && !(startUnknown && runs[0].Firing) ? Instants.ToMillisecond(firing) : null,
            ResolvedAt = lastFiring is { } last && !active ? Instants.ToMillisecond(Instants.Add(last, interval)) : null,
            Firing = active,
            Merged = Stretches(),
            UncertaintySeconds = measuredInterval,
            StartUnknown = startUnknown,
        };
    }

    private DateTimeOffset? ConditionTrueAt(List<ActiveAt> activeAt)
    {
        var known = activeAt
            .Earliest(a => a.Run.Last >= Instants.Add(Begin, -interval) && a.Run.First <= Instants.Add(Last, interval) ? a.Value : null);
        if (known is not { } whole)
        {
            return startUnknown ? null : runs.Earliest(r => !r.Firing && !(r.First > FirstFiring) ? r.First : null);
        }

        // ALERTS_FOR_STATE has whole seconds; when the first sample lies in that second, it is the same moment, and exact.
        var moment = Begin >= whole && Begin - whole < TimeSpan.FromSeconds(1) ? Begin : whole;
        return FirstFiring is { } firing && firing < moment ? firing : moment;
    }

    private int Stretches()
    {
        var count = 1;
        var last = runs[0].Last;
        foreach (var run in runs.Skip(1))
        {
            count += run.First - last > 1.5 * interval ? 1 : 0;
            last = Instants.Max(last, run.Last);
        }

        return count;
    }
}
