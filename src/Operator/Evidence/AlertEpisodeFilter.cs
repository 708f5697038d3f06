using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Finds the stretch of runs that belongs to the search window: runs in it, and those that a gap of a restart ties to them.</summary>
internal static class AlertEpisodeFilter
{
    private const double UnknownIntervalSeconds = 60;
    private static readonly TimeSpan ShortestMergedGap = TimeSpan.FromMinutes(5);

    public static TimeRange? Overlapping(IReadOnlyList<SampleRun> runs, TimeRange window, double? intervalSeconds)
    {
        var interval = TimeSpan.FromSeconds(intervalSeconds ?? UnknownIntervalSeconds);
        var gap = interval + (ShortestMergedGap > 4 * interval ? ShortestMergedGap : 4 * interval);
        var inside = runs.Where(r => r.Last + interval >= window.Start && r.First <= window.End).ToList();
        if (inside.Count == 0)
        {
            return null;
        }

        var (start, end) = (inside.Min(r => r.First), inside.Max(r => r.Last));
        foreach (var run in runs.Where(r => r.First < start).OrderByDescending(r => r.Last))
        {
            start = run.Last + gap >= start && run.First < start ? run.First : start;
        }

        foreach (var run in runs.Where(r => r.Last > end).OrderBy(r => r.First))
        {
            end = run.First - gap <= end && run.Last > end ? run.Last : end;
        }

        return new TimeRange(start, end);
    }
}
