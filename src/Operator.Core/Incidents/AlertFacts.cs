using Operator.Core.Evidence;

namespace Operator.Core.Incidents;

/// <summary>What is true of all episodes of one alert.</summary>
internal sealed record AlertFacts
{
    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The evaluation interval, measured or assumed.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The same in seconds, null when assumed.</summary>
    public required double? MeasuredInterval { get; init; }

    /// <summary>Every value of active-at.</summary>
    public required IReadOnlyList<ActiveAt> ActiveAt { get; init; }

    /// <summary>The query offset where an episode does not show its own.</summary>
    public required TimeSpan Offset { get; init; }

    /// <summary>How long it fires on after its condition has ended.</summary>
    public required TimeSpan KeepFiring { get; init; }

    /// <summary>How much longer it may have fired on, where rules of its name do not agree.</summary>
    public required TimeSpan KeepFiringMore { get; init; }

    /// <summary>Labels that do not tell it from others.</summary>
    public required IReadOnlyList<MergedLabel> MergedLabels { get; init; }

    /// <summary>What the series of one alert have in common; a store of several replicas may answer with one alert twice.</summary>
    public static AlertFacts Of(IReadOnlyList<AlertSeries> group)
    {
        double? measured = null;
        double kept = 0;
        double most = 0;
        foreach (var series in group)
        {
            measured = IsInterval(series.IntervalSeconds) && !(measured < series.IntervalSeconds) ? series.IntervalSeconds : measured;
            kept = IsInterval(series.KeepFiringSeconds) ? Math.Max(kept, series.KeepFiringSeconds!.Value) : kept;
            most = IsInterval(series.KeepFiringMostSeconds) ? Math.Max(most, series.KeepFiringMostSeconds!.Value) : most;
        }

        List<ActiveAt> activeAt = [.. group.SelectMany(s => s.ActiveAt)];
        return new AlertFacts
        {
            Name = group[0].Name,
            Labels = group[0].Labels,
            Interval = measured is { } seconds ? TimeSpan.FromSeconds(seconds) : AlertEpisodeMerger.AssumedInterval,
            MeasuredInterval = measured,
            ActiveAt = activeAt,
            Offset = QueryOffset.Measure(activeAt) ?? TimeSpan.Zero,
            KeepFiring = TimeSpan.FromSeconds(kept),
            KeepFiringMore = TimeSpan.FromSeconds(Math.Max(0, most - kept)),
            MergedLabels = [.. group.SelectMany(s => s.MergedLabels ?? []).GroupBy(l => l.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Widest)],
        };
    }

    private static MergedLabel Widest(IEnumerable<MergedLabel> labels) =>
        labels.InOrder((a, b) => a.Changing != b.Changing ? (a.Changing ? -1 : 1) : b.Values - a.Values)[0];

    // Longer than a day is neither an evaluation interval nor a keep_firing_for, whatever a server sent.
    private static bool IsInterval(double? seconds) => seconds is > 0.001 and <= 86_400;
}
