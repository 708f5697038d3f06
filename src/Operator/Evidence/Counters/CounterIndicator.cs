using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Evidence.Counters;

/// <summary>
/// An indicator that is made of counters: two selectors, or queries that add up what counters counted in {{.window}} and do nothing else. Its raw samples tell more
/// than the queries: what lies between a scrape and the incident's ends, in gaps and around restarts.
/// </summary>
/// <param name="Kind">How the spec gives it.</param>
/// <param name="Errors">Failed events.</param>
/// <param name="Total">All events.</param>
internal sealed record CounterIndicator(SliKind Kind, CounterQuery Errors, CounterQuery Total)
{
    /// <summary>The selectors, each once.</summary>
    public IEnumerable<string> Selectors => Errors.Selectors.Concat(Total.Selectors).Distinct(StringComparer.Ordinal);

    /// <summary>The field of errors, below the objective.</summary>
    public string ErrorsField => Kind switch { SliKind.Ratio => "sli.ratio.errors", SliKind.Events => "sli.events.errorQuery", _ => "sli.raw.errorRatioQuery" };

    /// <summary>The field of all events, below the objective.</summary>
    public string TotalField => Kind switch { SliKind.Ratio => "sli.ratio.total", SliKind.Events => "sli.events.totalQuery", _ => "sli.raw.errorRatioQuery" };

    /// <summary>Whether it has event counts; a raw ratio has none, whatever it is made of.</summary>
    public bool HasCounts => Kind != SliKind.Raw;

    // A rate over a slice needs two samples; further apart, slices would tell of nothing but each other.
    private const double MostSlicesBetweenSamples = 5;

    /// <summary>Whether samples so far apart tell of slices. People who give two counters are told to scrape more often; people's queries are read as rates are, over more than a slice.</summary>
    public bool MaySlice(double spacingSeconds, double sliceSeconds) => spacingSeconds <= sliceSeconds * (Kind == SliKind.Ratio ? 1.05 : MostSlicesBetweenSamples);

    /// <summary>The counters of an indicator.</summary>
    /// <returns>Null where it is made of anything else.</returns>
    public static CounterIndicator? Of(SliSpec sli) => sli switch
    {
        { Ratio: { } ratio } => new CounterIndicator(SliKind.Ratio, CounterQuery.Of(ratio.Errors), CounterQuery.Of(ratio.Total)),
        { Events: { } events } => Events(events),
        { Raw: { } raw } => CounterQueryParser.Quotient(raw.ErrorRatioQuery) is var (errors, total) ? new CounterIndicator(SliKind.Raw, errors, total) : null,
        _ => null,
    };

    // Of which one counts and the other gives rates is a mistake that its reader explains.
    private static CounterIndicator? Events(EventsSliSpec sli) =>
        CounterQueryParser.Sum(sli.ErrorQuery) is { } errors && CounterQueryParser.Sum(sli.TotalQuery) is { } total && errors.Unit == total.Unit
            ? new CounterIndicator(SliKind.Events, errors, total)
            : null;
}
