using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>Events per second, as the chart shows them.</summary>
internal static class EventRates
{
    private const double LongestSeconds = 1e9;

    /// <summary>Around the incident where points tell; else, as earlier versions of the evidence kept them, in the incident alone.</summary>
    public static IReadOnlyList<EventRate> Of(SloEvidence evidence)
    {
        var around = SliStretches.Of(evidence.Series, p => p is { Total: not null, Errors: not null })
            .Select(s => Rate(s.Range, s.Point.Total, s.Point.Errors))
            .OfType<EventRate>()
            .InOrder(Compare);
        if (around.Count > 0)
        {
            return around;
        }

        var slices = evidence.MinuteSlices.Count > 0 ? evidence.MinuteSlices : evidence.Slices;
        return [.. slices
            .Where(s => s is { HasData: true, Counts: not null, Seconds: > 0 and < LongestSeconds })
            .Select(s => Rate(
                new TimeRange(s.Start, Instants.Add(s.Start, TimeSpan.FromSeconds(s.Seconds))),
                s.Counts!.Value.Total / s.Seconds,
                s.Counts.Value.Errors / s.Seconds))
            .OfType<EventRate>()
            .InOrder(Compare)];
    }

    private static int Compare(EventRate a, EventRate b) =>
        a.Start.CompareTo(b.Start) is not 0 and var start ? start
        : a.End.CompareTo(b.End) is not 0 and var end ? end
        : a.Total.CompareTo(b.Total) is not 0 and var total ? total
        : a.Errors.CompareTo(b.Errors);

    private static EventRate? Rate(TimeRange range, double? total, double? errors) =>
        total is >= 0 and < 1e15 && errors is >= 0 and < 1e15 ? new EventRate(range.Start, range.End, total.Value, errors.Value) : null;
}
