using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Turns the samples of one alert into runs, and leaves out what happened outside the search window.</summary>
/// <param name="asked">The stretch whose samples were read.</param>
/// <param name="window">The search window.</param>
/// <param name="usualInterval">The evaluation interval in seconds where an alert has too few samples to tell its own; null when it is not known.</param>
internal sealed class AlertSeriesBuilder(TimeRange asked, TimeRange window, double? usualInterval)
{
    private const double UnknownIntervalSeconds = 60;

    /// <summary>The alert; null when it was active only outside the search window.</summary>
    public AlertSeries? Build(string name, AlertGroup group)
    {
        // Rules of the same name may run in groups with different intervals: one's own distance counts where it can be told.
        var interval = group.IntervalSeconds ?? usualInterval;
        var longest = (long)(1500 * (interval ?? UnknownIntervalSeconds));
        var runs = group.States
            .GroupBy(s => GrafanaAlerts.State(s.Labels))
            .Where(g => g.Key != AlertState.Other)
            .ToDictionary(g => g.Key, g => Runs(g.SelectMany(s => s.Samples).Select(s => s.Milliseconds), longest));
        if (AlertEpisodeFilter.Overlapping([.. runs.Values.SelectMany(r => r)], window, interval) is not { } range)
        {
            return null;
        }

        var activeAt = group.ActiveAt.SelectMany(s => ActiveAts(s.Samples, longest)).OrderBy(a => a.Run.First).ToList();
        return new AlertSeries
        {
            Name = name,
            Labels = group.Labels,
            IntervalSeconds = interval,
            Pending = In(runs.GetValueOrDefault(AlertState.Pending), range) ?? [],
            Firing = In(runs.GetValueOrDefault(AlertState.Firing), range) ?? [],
            ActiveAt = Telling([.. activeAt.Where(a => IsIn(a.Run, range))], group),
            StartUnknown = range.Start.ToUnixTimeMilliseconds() <= asked.Start.ToUnixTimeMilliseconds() + longest,
            Recovering = In(runs.GetValueOrDefault(AlertState.Recovering), range),
            NoData = In(runs.GetValueOrDefault(AlertState.NoData), range),
            Failed = In(runs.GetValueOrDefault(AlertState.Failed), range),
            MergedLabels = group.MergedLabels.Count > 0 ? group.MergedLabels : null,
        };
    }

    /// <summary>The runs of a series that belong to a search window; null when none does.</summary>
    public static AlertSeries? Within(AlertSeries series, TimeRange window)
    {
        IReadOnlyList<SampleRun> all = [.. series.Pending, .. series.Firing, .. series.Recovering ?? [], .. series.NoData ?? [], .. series.Failed ?? []];
        return AlertEpisodeFilter.Overlapping(all, window, series.IntervalSeconds) is not { } range ? null : series with
        {
            Pending = In(series.Pending, range) ?? [],
            Firing = In(series.Firing, range) ?? [],
            ActiveAt = [.. series.ActiveAt.Where(a => IsIn(a.Run, range))],
            Recovering = In(series.Recovering, range),
            NoData = In(series.NoData, range),
            Failed = In(series.Failed, range),
        };
    }

    private static List<SampleRun>? In(IReadOnlyList<SampleRun>? runs, TimeRange range) =>
        runs?.Where(r => IsIn(r, range)).ToList() is { Count: > 0 } found ? found : null;

    private static bool IsIn(SampleRun run, TimeRange range) => run.Last >= range.Start && run.First <= range.End;

    private static List<SampleRun> Runs(IEnumerable<long> times, long longest)
    {
        var runs = new List<SampleRun>();
        foreach (var time in times.Distinct().Order().Select(DateTimeOffset.FromUnixTimeMilliseconds))
        {
            if (runs.Count > 0 && (time - runs[^1].Last).TotalMilliseconds <= longest)
            {
                runs[^1] = runs[^1] with { Last = time, Count = runs[^1].Count + 1 };
            }
            else
            {
                runs.Add(new SampleRun(time, time, 1));
            }
        }

        return runs;
    }

    // A value that is not a time says nothing; one that lies after its sample is how a query offset shows.
    private static IEnumerable<ActiveAt> ActiveAts(IReadOnlyList<PrometheusSample> samples, long longest) => samples
        .Where(s => s.Value > 0 && s.Value <= (s.Milliseconds / 1000d) + QueryOffset.Longest.TotalSeconds)
        .GroupBy(s => Math.Floor(s.Value))
        .SelectMany(g => Runs(g.Select(s => s.Milliseconds), longest).Select(run => new ActiveAt(DateTimeOffset.FromUnixTimeSeconds((long)g.Key), run)));

    // Each value of a label that changes has an active-at of its own; the first of those that follow each other is the alert's.
    private List<ActiveAt> Telling(List<ActiveAt> activeAt, AlertGroup group)
    {
        if (!group.MergedLabels.Any(l => l.Changing))
        {
            return activeAt;
        }

        var gap = 2 * TimeSpan.FromSeconds(group.IntervalSeconds ?? usualInterval ?? UnknownIntervalSeconds);
        var first = new List<ActiveAt>();
        var last = DateTimeOffset.MinValue;
        foreach (var active in activeAt)
        {
            if (first.Count == 0 || active.Run.First - last > gap)
            {
                first.Add(active);
            }

            last = active.Run.Last > last ? active.Run.Last : last;
        }

        return first;
    }
}
