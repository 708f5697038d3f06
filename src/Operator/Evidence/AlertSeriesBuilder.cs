using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Turns the samples of one alert into runs, and leaves out what happened outside the search window.</summary>
internal static class AlertSeriesBuilder
{
    private const double UnknownIntervalSeconds = 60;

    /// <summary>Sorts the series of one alert name by their labels, reading each once, and builds what lies in the window.</summary>
    public static IReadOnlyList<AlertSeries> BuildAll(
        string name,
        IReadOnlyList<PrometheusSeries> states,
        IReadOnlyList<PrometheusSeries> activeAt,
        TimeRange asked,
        TimeRange window,
        double? usualInterval)
    {
        var activeAtByLabels = activeAt.ToLookup(s => AlertLabels.Key(s.Labels), StringComparer.Ordinal);
        return [.. states
            .GroupBy(s => AlertLabels.Key(s.Labels), StringComparer.Ordinal)
            .Select(g => Build(name, [.. g], [.. activeAtByLabels[g.Key]], asked, window, usualInterval))
            .OfType<AlertSeries>()];
    }

    private static AlertSeries? Build(
        string name,
        IReadOnlyList<PrometheusSeries> states,
        IReadOnlyList<PrometheusSeries> activeAt,
        TimeRange asked,
        TimeRange window,
        double? usualInterval)
    {
        // Rules of the same name may run in groups with different intervals: one's own distance counts where it can be told.
        var own = states.Concat(activeAt).Where(s => s.Samples.Count > 2).Select(s => (IReadOnlyList<long>)[.. s.Samples.Select(x => x.Milliseconds)]);
        var interval = SampleSpacing.MedianSeconds(own) ?? usualInterval;
        var longest = (long)(1500 * (interval ?? UnknownIntervalSeconds));
        var pending = Runs(State(states, "pending"), longest);
        var firing = Runs(State(states, "firing"), longest);
        var known = activeAt.SelectMany(s => ActiveAts(s.Samples, longest)).OrderBy(a => a.Run.First).ToList();
        var kept = AlertEpisodeFilter.Overlapping([.. pending, .. firing], window, interval);
        if (kept is not { } range)
        {
            return null;
        }

        return new AlertSeries
        {
            Name = name,
            Labels = AlertLabels.Own(states[0].Labels),
            IntervalSeconds = interval,
            Pending = [.. pending.Where(r => In(r, range))],
            Firing = [.. firing.Where(r => In(r, range))],
            ActiveAt = [.. known.Where(a => In(a.Run, range))],
            StartUnknown = range.Start.ToUnixTimeMilliseconds() <= asked.Start.ToUnixTimeMilliseconds() + longest,
        };
    }

    /// <summary>The runs of a series that belong to a search window; null when none does.</summary>
    public static AlertSeries? Within(AlertSeries series, TimeRange window) =>
        AlertEpisodeFilter.Overlapping([.. series.Pending, .. series.Firing], window, series.IntervalSeconds) is not { } range ? null : series with
        {
            Pending = [.. series.Pending.Where(r => In(r, range))],
            Firing = [.. series.Firing.Where(r => In(r, range))],
            ActiveAt = [.. series.ActiveAt.Where(a => In(a.Run, range))],
        };

    private static bool In(SampleRun run, TimeRange range) => run.Last >= range.Start && run.First <= range.End;

    private static IReadOnlyList<PrometheusSample> State(IReadOnlyList<PrometheusSeries> states, string state) =>
        [.. states
            .Where(s => s.Labels.TryGetValue("alertstate", out var value) && string.Equals(value, state, StringComparison.Ordinal))
            .SelectMany(s => s.Samples)
            .OrderBy(s => s.Milliseconds)];

    private static List<SampleRun> Runs(IReadOnlyList<PrometheusSample> samples, long longest)
    {
        var runs = new List<SampleRun>();
        foreach (var time in samples.Select(s => s.Time))
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

    // A value that is no time, or lies after the sample that carries it, says nothing.
    private static IEnumerable<ActiveAt> ActiveAts(IReadOnlyList<PrometheusSample> samples, long longest) => samples
        .Where(s => s.Value > 0 && s.Value <= (s.Milliseconds / 1000d) + 1)
        .GroupBy(s => Math.Floor(s.Value))
        .SelectMany(g => Runs([.. g], longest).Select(run => new ActiveAt(DateTimeOffset.FromUnixTimeSeconds((long)g.Key), run)));
}
