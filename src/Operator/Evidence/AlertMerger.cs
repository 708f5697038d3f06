using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>
/// Joins what is kept of alerts with what was read now, so that samples which Prometheus has forgotten stay. Both are samples of
/// the same rules: what one lacks, the other has.
/// </summary>
internal static class AlertMerger
{
    private const double UnknownIntervalSeconds = 60;
    private const double BreakIntervals = 1.5;

    // Replicas evaluate at moments of their own, and one of them may answer today and another tomorrow.
    private const double ReplicaIntervals = 2;

    /// <summary>
    /// Series as another answer has them: what tells replicas apart, and a value that changes, is a label as long as there is one value of it, and none
    /// as soon as there are several.
    /// </summary>
    /// <param name="all">The series.</param>
    /// <param name="others">Those of the other answer.</param>
    public static IReadOnlyList<AlertSeries> As(IReadOnlyList<AlertSeries> all, IReadOnlyList<AlertSeries> others)
    {
        var known = others.Select(AlertReader.Key).ToHashSet(StringComparer.Ordinal);
        var merged = others.Where(o => o.MergedLabels is { Count: > 0 })
            .DistinctBy(o => (o.Name, string.Join('\u0001', o.MergedLabels!.Select(l => l.Name))))
            .ToLookup(o => o.Name, o => o.MergedLabels!, StringComparer.Ordinal);
        return merged.Count == 0 ? all :
        [
            .. all.Select(s => known.Contains(AlertReader.Key(s)) ? s : merged[s.Name].Select(labels => Without(s, labels)).FirstOrDefault(w => known.Contains(AlertReader.Key(w))) ?? s)
                .GroupBy(AlertReader.Key, StringComparer.Ordinal)
                .Select(g => g.Aggregate(Join)),
        ];
    }

    private static AlertSeries Without(AlertSeries series, IReadOnlyList<MergedLabel> labels) => series with
    {
        Labels = new SortedDictionary<string, string>(series.Labels.Where(l => !labels.Any(m => m.Name == l.Key)).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        MergedLabels = series.MergedLabels ?? labels,
    };

    /// <summary>
    /// The kept series whose end cannot be told: they were active when they were last looked at, and the new answer does not even
    /// have the samples of that time. It does not mean that the alert has ended.
    /// </summary>
    /// <param name="kept">The kept series.</param>
    /// <param name="looked">Up to when they were looked at.</param>
    /// <param name="fresh">What was read now.</param>
    public static IReadOnlyList<AlertSeries> WithoutEnd(IReadOnlyList<AlertSeries> kept, DateTimeOffset looked, IReadOnlyList<AlertSeries> fresh) =>
        [.. Pairs(kept, fresh).Where(p => Last(p.Series) is { } last && looked - last < Break(p.Series) && !(p.Same is { } f && Last(f) >= last - Tolerance(p.Series))).Select(p => p.Series)];

    /// <summary>All series of both; those of one alert are joined.</summary>
    public static IReadOnlyList<AlertSeries> Join(IReadOnlyList<AlertSeries> kept, IReadOnlyList<AlertSeries> fresh) =>
    [
        .. Pairs(fresh, kept)
            .Select(p => p.Same is { } k ? Join(k, p.Series) : p.Series)
            .Concat(Lacking(fresh, kept))
            .OrderBy(AlertReader.Key, StringComparer.Ordinal),
    ];

    /// <summary>The series of one answer that another does not have at all.</summary>
    /// <param name="answer">The answer that may lack them.</param>
    /// <param name="all">The series.</param>
    public static IReadOnlyList<AlertSeries> Lacking(IReadOnlyList<AlertSeries> answer, IReadOnlyList<AlertSeries> all) => [.. Pairs(all, answer).Where(p => p.Same is null).Select(p => p.Series)];

    /// <summary>Whether each series is in another answer with all that it tells.</summary>
    /// <param name="answer">The answer that may have more.</param>
    /// <param name="all">The series.</param>
    public static bool Covers(IReadOnlyList<AlertSeries> answer, IReadOnlyList<AlertSeries> all) =>
        Pairs(all, answer).All(p => p.Same is { } more && Last(more) >= Last(p.Series) && First(more) <= First(p.Series));

    /// <summary>Each series with the one of the other answer that has the same name and labels. Answers may have thousands of series, so that each is looked at once.</summary>
    private static IEnumerable<(AlertSeries Series, AlertSeries? Same)> Pairs(IReadOnlyList<AlertSeries> all, IReadOnlyList<AlertSeries> others)
    {
        var byKey = others.GroupBy(AlertReader.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        return all.Select(series => (series, byKey.GetValueOrDefault(AlertReader.Key(series))));
    }

    private static DateTimeOffset? Last(AlertSeries series) => series.Firing.Concat(series.Pending).Max(r => (DateTimeOffset?)r.Last);

    private static DateTimeOffset? First(AlertSeries series) => series.Firing.Concat(series.Pending).Min(r => (DateTimeOffset?)r.First);

    private static TimeSpan Tolerance(AlertSeries series) => TimeSpan.FromSeconds(ReplicaIntervals * (series.IntervalSeconds ?? UnknownIntervalSeconds));

    private static TimeSpan Break(AlertSeries series) => TimeSpan.FromSeconds(BreakIntervals * (series.IntervalSeconds ?? UnknownIntervalSeconds));

    private static AlertSeries Join(AlertSeries kept, AlertSeries fresh) => fresh with
    {
        IntervalSeconds = fresh.IntervalSeconds ?? kept.IntervalSeconds,
        Pending = Join(kept.Pending, fresh.Pending, Break(fresh)),
        Firing = Join(kept.Firing, fresh.Firing, Break(fresh)),
        ActiveAt = [.. kept.ActiveAt.Concat(fresh.ActiveAt).GroupBy(a => a.Value).SelectMany(g => Join(g.Key, [.. g], Break(fresh))).OrderBy(a => a.Run.First)],
        StartUnknown = First(fresh) < First(kept) ? fresh.StartUnknown : kept.StartUnknown,
        Recovering = JoinOptional(kept.Recovering, fresh.Recovering, Break(fresh)),
        NoData = JoinOptional(kept.NoData, fresh.NoData, Break(fresh)),
        Failed = JoinOptional(kept.Failed, fresh.Failed, Break(fresh)),
        KeepFiringSeconds = fresh.KeepFiringSeconds ?? kept.KeepFiringSeconds,
        KeepFiringMostSeconds = fresh.KeepFiringSeconds is null ? fresh.KeepFiringMostSeconds ?? kept.KeepFiringMostSeconds : fresh.KeepFiringMostSeconds,
        MergedLabels = fresh.MergedLabels ?? kept.MergedLabels,
        FoundBy = [.. (kept.FoundBy ?? []).Concat(fresh.FoundBy ?? []).Distinct(StringComparer.Ordinal)],
    };

    private static List<SampleRun>? JoinOptional(IReadOnlyList<SampleRun>? kept, IReadOnlyList<SampleRun>? fresh, TimeSpan longest) =>
        kept is null && fresh is null ? null : Join(kept ?? [], fresh ?? [], longest);

    private static IEnumerable<ActiveAt> Join(DateTimeOffset value, IReadOnlyList<ActiveAt> all, TimeSpan longest) =>
        Join([], [.. all.Select(a => a.Run)], longest).Select(run => new ActiveAt(value, run));

    private static List<SampleRun> Join(IReadOnlyList<SampleRun> kept, IReadOnlyList<SampleRun> fresh, TimeSpan longest)
    {
        List<SampleRun> joined = [];
        foreach (var run in kept.Concat(fresh).OrderBy(r => r.First).ThenByDescending(r => r.Last))
        {
            if (joined is [.., var last] && run.First - last.Last <= longest)
            {
                joined[^1] = Join(last, run);
            }
            else
            {
                joined.Add(run);
            }
        }

        return joined;
    }

    // Where both have samples, they are the same ones.
    private static SampleRun Join(SampleRun a, SampleRun b)
    {
        if (b.Last <= a.Last)
        {
            return a;
        }

        var common = a.Last < b.First ? 0 : (a.Last - b.First) / Max(b.Last - b.First, TimeSpan.FromMilliseconds(1));
        return new SampleRun(a.First, b.Last, a.Count + Math.Max(1, (int)Math.Round(b.Count * (1 - common))));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
