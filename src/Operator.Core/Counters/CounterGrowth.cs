namespace Operator.Core.Counters;

/// <summary>
/// How much a counter has grown since its process began. Where samples of replicas are mixed, a counter falls by a hair, goes on from there, and comes back sooner or later: that
/// is no restart, after which it begins near zero.
/// </summary>
public sealed class CounterGrowth
{
    /// <summary>By which share of what it had a counter may fall without having begun again: replicas differ by what was counted between their scrapes.</summary>
    public const double LargestSlightFall = 0.01;

    // By how much it fell each time and has not come back since.
    private readonly Stack<double> _falls = new();

    private double? _last;

    /// <summary>How many slight falls there were.</summary>
    public int SlightFalls { get; private set; }

    /// <summary>Whether a value below another one means that the process began again.</summary>
    /// <param name="before">A value.</param>
    /// <param name="value">What came after it.</param>
    public static bool IsRestart(double before, double value) => value < before * (1 - LargestSlightFall);

    /// <summary>Takes the next sample.</summary>
    /// <param name="value">Its value, at least 0.</param>
    /// <returns>What was counted since the one before; 0 for the first, and for one that is lower by a hair.</returns>
    public double GrowTo(double value)
    {
        var last = _last;
        _last = value;
        if (last is not { } before)
        {
            return 0;
        }

        if (IsRestart(before, value))
        {
            _falls.Clear();
            return value;
        }

        if (value < before)
        {
            SlightFalls++;
            _falls.Push(before - value);
            return 0;
        }

        // What it fell by is counted once more when it comes back, which is one step that is at least as large.
        var grown = value - before;
        while (_falls.TryPeek(out var fall) && grown >= fall)
        {
            grown -= _falls.Pop();
        }

        return grown;
    }
}
