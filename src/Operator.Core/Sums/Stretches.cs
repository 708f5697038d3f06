namespace Operator.Core.Sums;

/// <summary>Groups what lies close together, so that few requests cover it.</summary>
public static class Stretches
{
    /// <summary>At most so many runs of indexes that cover all that are wanted, with as little as possible between them.</summary>
    /// <param name="wanted">Indexes, rising.</param>
    /// <param name="most">How many runs there may be, at least 1.</param>
    /// <returns>First and last index of each run, rising.</returns>
    public static IReadOnlyList<(int First, int Last)> Cover(IReadOnlyList<int> wanted, int most)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        // The widest gaps stay open.
        var open = Enumerable.Range(1, wanted.Count - 1)
            .Where(i => wanted[i] - wanted[i - 1] > 1)
            .OrderByDescending(i => wanted[i] - wanted[i - 1])
            .ThenBy(i => i)
            .Take(most - 1)
            .Order()
            .ToList();
        var runs = new List<(int, int)>();
        var first = 0;
        foreach (var next in open.Append(wanted.Count))
        {
            runs.Add((wanted[first], wanted[next - 1]));
            first = next;
        }

        return runs;
    }
}
