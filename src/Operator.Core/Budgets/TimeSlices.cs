using Operator.Core.Evidence;

namespace Operator.Core.Budgets;

/// <summary>Lays slices over a stretch of time.</summary>
public static class TimeSlices
{
    /// <summary>Slices from the beginning on; the last may be shorter.</summary>
    /// <param name="range">The stretch.</param>
    /// <param name="slice">A slice's length, above zero.</param>
    /// <returns>Slices that touch and together are the stretch.</returns>
    public static IEnumerable<TimeRange> Lay(TimeRange range, TimeSpan slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slice, TimeSpan.Zero);
        return Slices(range, slice);
    }

    private static IEnumerable<TimeRange> Slices(TimeRange range, TimeSpan slice)
    {
        var start = range.Start;
        while (start < range.End)
        {
            var end = Instants.Min(Instants.Add(start, slice), range.End);
            yield return new TimeRange(start, end);
            start = end;
        }
    }
}
