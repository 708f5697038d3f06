using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Incidents;

/// <summary>One episode from the runs that belong to it.</summary>
/// <param name="alert">The alert.</param>
/// <param name="runs">The runs, sorted, at least one.</param>
/// <param name="startUnknown">Whether samples reach back to the earliest moment that was asked for.</param>
internal sealed class AlertEpisodeBuilder(AlertFacts alert, List<AlertRun> runs, bool startUnknown)
{
    // Samples that are further apart, in intervals, are of two stretches.
    private const double LongestStep = 1.5;

    private DateTimeOffset Begin => runs[0].First;

    private DateTimeOffset Last => runs.Latest(r => r.Last)!.Value;

    private DateTimeOffset? FirstFiring => runs.Earliest(r => r.Firing ? r.First : null);

    private DateTimeOffset? LastFiring => runs.Latest(r => r.Firing ? r.Last : null);

    /// <summary>Builds it.</summary>
    /// <param name="edge">How far samples can reach.</param>
    public AlertEpisode Build(AlertEdge edge)
    {
        List<ActiveAt> known = [.. alert.ActiveAt.Where(Belongs)];
        var offsets = QueryOffset.Each(known);
        var usual = QueryOffset.Measure(known) ?? alert.Offset;

        // Replicas may look back differently: the first of them tells when it fired, and the last when it ended.
        var firstOffset = Offsets(known, offsets, FirstFiring ?? Begin).Min() ?? usual;
        var offset = Offsets(known, offsets, LastFiring ?? Last).Max() ?? usual;

        // Pending again within the threshold counts as not over: after a restart an alert is pending before it fires again.
        var lastActive = runs.Latest(r => r.Firing || r.Pending ? r.Last : null);
        var active = LastFiring is not null && edge.LastSample(offset) - lastActive!.Value < 2 * alert.Interval;
        var isOver = LastFiring is not null && !active
            && (Instants.Add(LastFiring.Value, 2 * alert.Interval) <= Last || edge.WentOnAfter(Wall(Instants.Add(lastActive!.Value, 2 * alert.Interval), offset)));
        var keepIsUnfit = isOver && IsKeepUnfit;
        var (keep, keepMore) = keepIsUnfit ? (TimeSpan.Zero, TimeSpan.Zero) : (alert.KeepFiring, alert.KeepFiringMore);
        return new AlertEpisode
        {
            Name = alert.Name,
            Labels = alert.Labels,
            PendingAt = ConditionTrueAt(known, offsets, usual) is { } pending ? Instants.ToMillisecond(pending) : null,
            FiringAt = FirstFiring is { } firing && !(startUnknown && runs[0].Firing) ? Wall(firing, firstOffset) : null,
            ResolvedAt = LastFiring is { } last && isOver ? Wall(ConditionFalseAt(last, keep), offset) : null,
            Firing = active,
            LastSeenFiringAt = LastFiring is { } seen && !active && !isOver ? Wall(seen, offset) : null,
            Merged = Stretches(),
            UncertaintySeconds = alert.MeasuredInterval + UnseenSeconds() + keepMore.TotalSeconds,
            IntervalSeconds = alert.MeasuredInterval,
            StartUnknown = startUnknown,
            OffsetSeconds = firstOffset.TotalSeconds,
            EndOffsetSeconds = offset.TotalSeconds,
            KeepFiringSeconds = keep.TotalSeconds,
            KeepFiringMoreSeconds = keepMore.TotalSeconds,
            KeepFiringUnfitSeconds = keepIsUnfit ? alert.KeepFiring.TotalSeconds : 0,
            MergedLabels = alert.MergedLabels,
            RecoveringUntil = runs.Latest(r => r.State == AlertRunState.Recovering ? r.Last : null) is { } recovering && recovering > LastFiring
                ? Wall(Instants.Add(recovering, alert.Interval), offset)
                : null,
            NoData = Unseen(AlertRunState.NoData, offset),
            Failed = Unseen(AlertRunState.Failed, offset),
        };
    }

    private static DateTimeOffset Wall(DateTimeOffset sample, TimeSpan offset) => Instants.ToMillisecond(Instants.Add(sample, offset));

    private bool Belongs(ActiveAt active) =>
        active.Run.Last >= Instants.Add(Begin, -alert.Interval) && active.Run.First <= Instants.Add(Last, alert.Interval);

    /// <summary>The offsets of the activations that a moment belongs to.</summary>
    private IEnumerable<TimeSpan?> Offsets(List<ActiveAt> known, IReadOnlyDictionary<DateTimeOffset, TimeSpan> offsets, DateTimeOffset moment) => known
        .Where(a => a.Run.First <= Instants.Add(moment, alert.Interval) && a.Run.Last >= Instants.Add(moment, -alert.Interval) && offsets.ContainsKey(a.Value))
        .Select(a => (TimeSpan?)offsets[a.Value]);

    // By the times of samples: the condition held at the moment that the evaluation looked at.
    private DateTimeOffset? ConditionTrueAt(List<ActiveAt> known, IReadOnlyDictionary<DateTimeOffset, TimeSpan> offsets, TimeSpan usual)
    {
        if (known.Earliest(a => (DateTimeOffset?)Instants.Add(a.Value, -offsets.GetValueOrDefault(a.Value, usual))) is not { } whole)
        {
            return startUnknown ? null : runs.Earliest(r => r.Pending && !(r.First > FirstFiring) ? r.First : null);
        }

        // ALERTS_FOR_STATE has whole seconds; when the first sample lies in that second, it is the same moment, and exact.
        var moment = Begin >= whole && Begin - whole < TimeSpan.FromSeconds(1) ? Begin : whole;
        return FirstFiring is { } firing && firing < moment ? firing : moment;
    }

    // While keep_firing_for lasts the samples go on, though the condition is over.
    private DateTimeOffset ConditionFalseAt(DateTimeOffset last, TimeSpan keep) => keep > TimeSpan.Zero
        ? Instants.Max(Instants.Add(last, -keep), LastStretchBegan)
        : Instants.Add(last, alert.Interval);

    // Servers tell rules as they are now: an alert that did not fire that long was not kept firing that long, by whatever its rule said then.
    private bool IsKeepUnfit =>
        !(startUnknown && LastStretchBegan == FirstFiring) && Instants.Add(LastFiring!.Value, -alert.KeepFiring) < Instants.Add(LastStretchBegan, -2 * alert.Interval);

    // When it fired again for the last time: an alert that ends and comes back was not kept firing in between.
    private DateTimeOffset LastStretchBegan
    {
        get
        {
            var (began, last) = (FirstFiring!.Value, FirstFiring!.Value);
            foreach (var run in runs.Where(r => r.Firing))
            {
                began = run.First - last > LongestStep * alert.Interval ? run.First : began;
                last = Instants.Max(last, run.Last);
            }

            return began;
        }
    }

    // Where the query gave no answer right after the last firing sample, the alert may have ended at any moment of that.
    private double UnseenSeconds()
    {
        var end = LastFiring;
        foreach (var run in runs.Where(r => r.State is AlertRunState.NoData or AlertRunState.Failed))
        {
            end = run.Last > end && run.First - end <= 2 * alert.Interval ? run.Last : end;
        }

        return end is { } until ? (until - LastFiring!.Value).TotalSeconds : 0;
    }

    private List<TimeRange> Unseen(AlertRunState state, TimeSpan offset) => [.. runs
        .Where(r => r.State == state)
        .Select(r => new TimeRange(Wall(r.First, offset), Wall(Instants.Add(r.Last, alert.Interval), offset)))];

    private int Stretches()
    {
        var count = 1;
        var last = runs[0].Last;
        foreach (var run in runs.Skip(1))
        {
            count += run.First - last > LongestStep * alert.Interval ? 1 : 0;
            last = Instants.Max(last, run.Last);
        }

        return count;
    }
}
