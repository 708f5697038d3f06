using Operator.Core.Counters;
using Operator.Core.Evidence;

namespace Operator.Evidence.Counters;

/// <summary>What the raw samples of an indicator tell of an incident.</summary>
internal sealed class CounterReading
{
    private readonly IReadOnlyList<string> _missing;

    public CounterReading(CounterIndicator indicator, RawSamples samples, TimeRange incident)
    {
        var counters = indicator.Selectors.ToDictionary(s => s, s => CounterInput.From(samples.Series[s]), StringComparer.Ordinal);
        Scrapes = new ScrapeHistory([.. counters.Values.SelectMany(c => c)]);
        var growth = counters.ToDictionary(c => c.Key, c => CounterIncrease.Create(c.Value, Scrapes, incident), StringComparer.Ordinal);
        (Errors, Total) = (Growth(indicator.Errors), Growth(indicator.Total));
        HasTotal = indicator.Total.Selectors.Any(s => counters[s].Count > 0);
        _missing = [.. indicator.Errors.Terms.Where(t => !t.MayBeAbsent && counters[t.Selector].Count == 0).Select(t => t.Selector)];

        // Of a difference each operand must be there: what one of them counted alone is none.
        IReadOnlyList<string> operands = indicator.Errors.MayBeAbsent ? [] : [.. indicator.Errors.Terms.Where(t => !t.MayBeAbsent).Select(t => t.Selector)];
        Slicer = new GrowthSlicer(Errors, Total, [Scrapes, .. operands.Select(s => new ScrapeHistory(counters[s]))]);

        WeightedGrowth Growth(CounterQuery query) => new([.. query.Terms.Select(t => (t.Factor, growth[t.Selector]))]);
    }

    /// <summary>When the processes were scraped.</summary>
    public ScrapeHistory Scrapes { get; }

    /// <summary>Failed events.</summary>
    public WeightedGrowth Errors { get; }

    /// <summary>All events.</summary>
    public WeightedGrowth Total { get; }

    /// <summary>Whether there is any series of all events.</summary>
    public bool HasTotal { get; }

    /// <summary>Whether an operand of the errors has no series though it must have some.</summary>
    public bool LacksErrors => _missing.Count > 0;

    /// <summary>Cuts what was counted into slices.</summary>
    public GrowthSlicer Slicer { get; }

    /// <summary>The events of a stretch.</summary>
    public EventCounts In(TimeRange range) => new(Errors.In(range), Total.In(range));
}
