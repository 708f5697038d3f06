namespace Operator.Core.Documents.Charts;

/// <summary>Round numbers and round times for axes.</summary>
internal static class ChartTicks
{
    private static readonly double[] ValueSteps = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

    private static readonly int[] TimeSteps =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2419200];

    /// <summary>The distance of ticks that gives at most that many over a span of percent.</summary>
    public static double ValueStep(double span, int most)
    {
        var i = 0;
        while (i < ValueSteps.Length - 1 && !(span / ValueSteps[i] <= most))
        {
            i++;
        }

        return ValueSteps[i];
    }

    /// <summary>The distance of ticks in seconds that gives at most that many.</summary>
    public static int TimeStep(TimeSpan span, int most)
    {
        foreach (var step in TimeSteps)
        {
            if (span.TotalSeconds / step <= most)
            {
                return step;
            }
        }

        return (int)(span.TotalSeconds / most) + 1;
    }

    /// <summary>Moments at round local times. Steps of a day or more begin at local midnight.</summary>
    public static DateTimeOffset[] Times(DateTimeOffset from, DateTimeOffset to, int step, LocalClock clock)
    {
        var offset = clock.Offset(from);
        var first = (long)Math.Ceiling((from.ToUnixTimeMilliseconds() / 1000.0 + offset.TotalSeconds) / step) * step;
        var begin = DateTimeOffset.FromUnixTimeSeconds(first) - offset;
        var times = new DateTimeOffset[begin > to ? 0 : ((to - begin).Ticks / TimeSpan.TicksPerSecond / step) + 1];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = begin.AddSeconds((double)i * step);
        }

        return times;
    }
}
