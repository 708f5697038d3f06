using System.Globalization;

namespace Operator.Core.Documents.Charts;

/// <summary>Round numbers and round times for axes.</summary>
internal static class ChartTicks
{
    private static readonly int[] TimeSteps =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2419200];

    /// <summary>The distance of ticks (1, 2 or 5 times a power of ten) that gives at most that many over a span.</summary>
    /// <param name="span">Above 0.</param>
    /// <param name="most">How many.</param>
    public static double ValueStep(double span, int most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / most)));
        foreach (var factor in new[] { 1, 2, 5 })
        {
            if (span / (factor * power) <= most * (1 + 1e-9))
            {
                return factor * power;
            }
        }

        return 10 * power;
    }

    /// <summary>How many decimals tell ticks apart.</summary>
    public static int Digits(double step) => Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 9);

    /// <summary>A number that leaves room for others: 0.5, 125, 12k, 1.5M.</summary>
    public static string Short(double value) => value switch
    {
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + "G",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        >= 100 or 0 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#E0", CultureInfo.InvariantCulture),
    };

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
