using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>
/// Finds out whether a source went on recording after an alert's last sample. Where it did, the alert has ended; where nothing is newer, rules or scrapes may have
/// stopped, or samples are late.
/// </summary>
/// <param name="session">The collection.</param>
/// <param name="selectors">Series of the objectives, beside up and any alert.</param>
internal sealed class SignOfLife(EvidenceSession session, IReadOnlyList<string> selectors)
{
    // As long as Prometheus itself takes the last value for the present one.
    private const double LookbackSeconds = 300;
    private const double ShortestSeconds = 2;
    private const int MostSelectors = 4;
    private const double EndIntervals = 2;
    private const double UnknownIntervalSeconds = 60;

    /// <summary>Series of a spec's objectives that are there as long as its services are scraped.</summary>
    public static IReadOnlyList<string> SelectorsOf(PostMortemSpec spec) => [.. spec.Slos
        .Select(s => s.Sli.Ratio?.Total ?? (QuerySums.SelectorsOf(s.Sli.Events?.TotalQuery ?? s.Sli.Raw?.ErrorRatioQuery ?? "") is [var first, ..] ? first : null))
        .OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .Take(MostSelectors)];

    /// <summary>After which moment something must have been recorded, so that the alerts have ended; null without alerts.</summary>
    /// <param name="series">The alerts.</param>
    public static DateTimeOffset? NeededAfter(IReadOnlyList<AlertSeries> series) =>
        series.Max(s => LastSample(s)?.AddSeconds(EndIntervals * (s.IntervalSeconds ?? UnknownIntervalSeconds))) + QueryOffsetOf(series);

    /// <summary>The newest sample of the alerts themselves; null without any.</summary>
    /// <param name="series">The alerts.</param>
    public static DateTimeOffset? Newest(IReadOnlyList<AlertSeries> series) => series.Max(LastSample);

    /// <summary>Asks.</summary>
    /// <param name="after">What <see cref="NeededAfter"/> told.</param>
    /// <param name="until">The last moment that is looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A moment, not before the first one, until which the source certainly went on recording; null when nothing shows that it did.</returns>
    public async Task<DateTimeOffset?> AskAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(after, until, selectors, cancellationToken);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e) && selectors.Count > 0)
        {
            // A selector that cannot be read is the objective's problem.
            return await AskAsync(after, until, [], cancellationToken);
        }
    }

    private static DateTimeOffset? LastSample(AlertSeries series) =>
        new[] { series.Pending, series.Firing, series.Recovering, series.NoData, series.Failed }.SelectMany(runs => runs ?? []).Max(r => (DateTimeOffset?)r.Last);

    private static TimeSpan QueryOffsetOf(IReadOnlyList<AlertSeries> series) => TimeSpan.FromSeconds(Math.Clamp(
        series.SelectMany(s => s.ActiveAt).Select(a => (a.Value - a.Run.First).TotalSeconds).DefaultIfEmpty(0).Max(), 0, QueryOffset.Longest.TotalSeconds));

    private async Task<DateTimeOffset?> AskAsync(DateTimeOffset after, DateTimeOffset until, IReadOnlyList<string> others, CancellationToken cancellationToken)
    {
        if ((until - after).TotalSeconds < ShortestSeconds)
        {
            return null;
        }

        var soon = after.AddSeconds(Math.Min(LookbackSeconds, (until - after).TotalSeconds - (ShortestSeconds / 2)));
        var all = new[] { "up", session.Client.Options.AlertsMetric }.Concat(others).Distinct(StringComparer.Ordinal).ToList();
        var figures = all.SelectMany((selector, i) => new[]
        {
            Figure($"soon {i}", selector, (soon - after).TotalSeconds, (until - soon).TotalSeconds),
            Figure($"late {i}", selector, Math.Min(LookbackSeconds, (until - soon).TotalSeconds), 0),
        });
        var found = new FigureSet(await session.InstantAsync("detection.alerts (what is newer)", PromQL.Figures(figures), until, cancellationToken));
        return Enumerable.Range(0, all.Count).Any(i => found[$"late {i}"] > 0) ? until
            : Enumerable.Range(0, all.Count).Any(i => found[$"soon {i}"] > 0) ? soon
            : null;
    }

    private static string Figure(string name, string selector, double seconds, double ago) =>
        PromQL.Figure(name, $"count(last_over_time({PromQL.Range(selector, seconds)}{(ago > 0 ? $" offset {PromQL.Duration(ago)}" : "")}))");
}
