using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>
/// Asks whether counters fell within the hour before their raw samples begin: one that fell by a hair then may come back in what is read, which is only known to be no growth
/// where the fall is seen.
/// </summary>
/// <param name="selectors">The counters.</param>
/// <param name="surveyed">Where their series are looked at.</param>
/// <param name="start">Where raw samples begin.</param>
internal sealed class EarlierFalls(IReadOnlyList<string> selectors, TimeRange surveyed, DateTimeOffset start)
{
    /// <summary>What to ask, beside other figures.</summary>
    public IEnumerable<string> Figures() => selectors.Select((selector, i) => PromQL.Figure(
        Name(i), $"sum(resets({PromQL.Range(selector, FallSearch.LongestBelowSeconds)} offset {PromQL.Duration((surveyed.End - start).TotalSeconds)}))"));

    /// <summary>Where raw samples should begin.</summary>
    public DateTimeOffset Start(FigureSet found) => Enumerable.Range(0, selectors.Count).Any(i => found[Name(i)] is > 0) ? start.AddSeconds(-FallSearch.LongestBelowSeconds) : start;

    private static string Name(int index) => $"fell early {index}";
}
