using Operator.Core.Counters;
using Operator.Core.Evidence;

namespace Operator.Evidence.Counters;

/// <summary>How much several groups of counters grew, each multiplied by its factor.</summary>
/// <param name="parts">The groups.</param>
internal sealed class WeightedGrowth(IReadOnlyList<(double Factor, CounterIncrease Growth)> parts)
{
    /// <summary>How often a counter fell by a hair.</summary>
    public int SlightFalls => parts.Sum(p => p.Growth.SlightFalls);

    /// <summary>How many first values were left out.</summary>
    public int UncountedFirstValues => parts.Sum(p => p.Growth.UncountedFirstValues);

    /// <summary>How many series were reset or ended in the incident.</summary>
    public int InterruptedSeries => parts.Sum(p => p.Growth.InterruptedSeries);

    /// <summary>Where single series had no samples and began again after it.</summary>
    public IReadOnlyList<CounterLapse> Lapses { get; } = [.. parts.SelectMany(p => p.Growth.Lapses.Select(l => l with { Events = Math.Abs(p.Factor) * l.Events }))];

    /// <summary>What was most likely counted in a stretch while counters fell by a hair, beside the growth.</summary>
    public double Unseen(TimeRange range) => Math.Max(0, parts.Sum(p => p.Factor * p.Growth.Unseen(range)));

    /// <summary>The growth in a stretch; a difference of counters that are scraped at different moments is a little below 0 at times, which is 0.</summary>
    public double In(TimeRange range) => Math.Max(0, parts.Sum(p => p.Factor * p.Growth.In(range)));
}
