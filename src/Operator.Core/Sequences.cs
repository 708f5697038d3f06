namespace Operator.Core;

/// <summary>
/// What LINQ offers, where LINQ over numbers and times would be compiled anew in each process: code for the framework's generics
/// over value types is not in published images, and a command that renders one document feels it.
/// </summary>
internal static class Sequences
{
    /// <summary>The earliest of the times that are known.</summary>
    public static DateTimeOffset? Earliest<T>(this IEnumerable<T> items, Func<T, DateTimeOffset?> time)
        where T : class
    {
        DateTimeOffset? earliest = null;
        foreach (var item in items)
        {
            earliest = time(item) is { } at && !(at >= earliest) ? at : earliest;
        }

        return earliest;
    }

    /// <summary>The latest of the times that are known.</summary>
    public static DateTimeOffset? Latest<T>(this IEnumerable<T> items, Func<T, DateTimeOffset?> time)
        where T : class
    {
        DateTimeOffset? latest = null;
        foreach (var item in items)
        {
            latest = time(item) is { } at && !(at <= latest) ? at : latest;
        }

        return latest;
    }

    /// <summary>The earlier of two times of which each may not be known.</summary>
    public static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    /// <summary>The later of two times of which each may not be known.</summary>
    public static DateTimeOffset? Latest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;

    public static double Total<T>(this IEnumerable<T> items, Func<T, double> number)
        where T : class
    {
        var total = 0.0;
        foreach (var item in items)
        {
            total += number(item);
        }

        return total;
    }

    /// <summary>The items in order; those that are equal stay as they came.</summary>
    public static List<T> InOrder<T>(this IEnumerable<T> items, Comparison<T> comparison)
        where T : class => [.. items.OrderBy(static item => item, Comparer<T>.Create(comparison))];

    /// <summary>What is not known comes first.</summary>
    public static int Compare(double? a, double? b) =>
        a is { } x ? (b is { } y ? x.CompareTo(y) : 1) : (b is null ? 0 : -1);
}
