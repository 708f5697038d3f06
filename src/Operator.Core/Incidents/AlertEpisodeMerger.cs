using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Incidents;

/// <summary>
/// Turns recorded runs of samples into episodes. A Prometheus restart leaves a gap in ALERTS and a second pending stretch, though
/// Alertmanager sees one alert; runs of one alert are one episode when the gap is at most max(5 min, 4 × interval, for + 2 × interval).
/// </summary>
public static class AlertEpisodeMerger
{
    /// <summary>The evaluation interval that is assumed where too few samples tell it; Prometheus' own default.</summary>
    public static readonly TimeSpan AssumedInterval = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ShortestThreshold = TimeSpan.FromMinutes(5);

    /// <summary>Merges runs into episodes.</summary>
    /// <param name="series">The alert series, in any order.</param>
    /// <param name="asOf">The evaluation time: an alert fires still when fewer than two evaluations are missing before it.</param>
    /// <param name="lookedUntil">The time of the last sample that could be read; null for the evaluation time.</param>
    /// <param name="recordedUntil">A moment until which the source certainly went on recording; null when that is not known, and taken for granted.</param>
    /// <returns>Episodes sorted by time, name and labels.</returns>
    public static IReadOnlyList<AlertEpisode> Merge(IEnumerable<AlertSeries> series, DateTimeOffset asOf, DateTimeOffset? lookedUntil = null, DateTimeOffset? recordedUntil = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        var edge = new AlertEdge(asOf, lookedUntil ?? asOf, recordedUntil);

        // A store of several replicas may answer with one alert twice; it is one alert all the same.
        return [.. series
            .GroupBy(s => new Identity(s.Name, LabelText(s.Labels)))
            .SelectMany(group => MergeOne(group.Key, [.. group], edge))
            .InOrder(Found.Compare)
            .Select(found => found.Episode)];
    }

    /// <summary>Labels in one text, for ordering and for messages.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns>Such as <c>{job="email", service="email-service"}</c>; empty without labels.</returns>
    internal static string LabelText(IReadOnlyDictionary<string, string> labels) => labels.Count == 0
        ? ""
        : "{" + string.Join(", ", labels.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}=\"{labels[name]}\"")) + "}";

    private static IEnumerable<Found> MergeOne(Identity identity, List<AlertSeries> group, AlertEdge edge)
    {
        var alert = AlertFacts.Of(group);
        List<AlertRun> runs = [.. group.SelectMany(AlertRun.Of).InOrder(AlertRun.Compare)];
        var threshold = Threshold(runs, alert.Interval);
        var startUnknown = group.Exists(s => s.StartUnknown);
        var begin = 0;
        while (begin < runs.Count)
        {
            var end = begin + 1;
            var last = runs[begin].Last;
            while (end < runs.Count && runs[end].First - Instants.Add(last, alert.Interval) <= threshold)
            {
                last = Instants.Max(last, runs[end++].Last);
            }

            var builder = new AlertEpisodeBuilder(alert, runs[begin..end], startUnknown && begin == 0);
            yield return new Found(runs[begin].First, identity, builder.Build(edge));
            begin = end;
        }
    }

    private static TimeSpan Threshold(List<AlertRun> runs, TimeSpan interval)
    {
        var hold = TimeSpan.Zero;
        foreach (var firing in runs.Where(r => r.Firing))
        {
            foreach (var pending in runs.Where(p => p.Pending && p.Last <= firing.First && firing.First - p.Last <= 2 * interval))
            {
                var held = firing.First - pending.First;
                hold = held > hold ? held : hold;
            }
        }

        var longest = 4 * interval > hold + (2 * interval) ? 4 * interval : hold + (2 * interval);
        return longest > ShortestThreshold ? longest : ShortestThreshold;
    }

    private sealed record Identity(string Name, string Labels);

    private sealed record Found(DateTimeOffset Begin, Identity Identity, AlertEpisode Episode)
    {
        public static int Compare(Found a, Found b) =>
            a.Begin.CompareTo(b.Begin) is var begin and not 0 ? begin
            : string.CompareOrdinal(a.Identity.Name, b.Identity.Name) is var name and not 0 ? name
            : string.CompareOrdinal(a.Identity.Labels, b.Identity.Labels);
    }
}
