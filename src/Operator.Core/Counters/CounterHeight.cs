namespace Operator.Core.Counters;

/// <summary>
/// How high a counter has risen since its process began. Where samples of replicas are mixed, a counter falls by a hair and comes back: that
/// is no restart, after which it begins near zero.
/// </summary>
public sealed class CounterHeight
{
    /// <summary>By which share of what it had a counter may fall without having begun again: replicas differ by what was counted between their scrapes.</summary>
    public const double LargestSlightFall = 0.01;

    private double? _height;

    /// <summary>How many slight falls there were.</summary>
    public int SlightFalls { get; private set; }

    /// <summary>Whether a value below another one means that the process began again.</summary>
    /// <param name="height">What was reached.</param>
    /// <param name="value">What came after it.</param>
    public static bool IsRestart(double height, double value) => value < height * (1 - LargestSlightFall);

    /// <summary>Takes the next sample.</summary>
    /// <param name="value">Its value, at least 0.</param>
    /// <returns>What was counted since the one before; 0 for the first.</returns>
    public double GrowTo(double value)
    {
        if (_height is not { } height)
        {
            _height = value;
            return 0;
        }

        if (value >= height || IsRestart(height, value))
        {
            _height = value;
            return value >= height ? value - height : value;
        }

        SlightFalls++;
        return 0;
    }
}
