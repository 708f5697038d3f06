using Operator.Api;

namespace Operator.Core.Contradictions;

/// <summary>How far what people state may be off, by how roundly they state it.</summary>
internal static class StatedPrecision
{
    private const double Minute = 60;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    /// <summary>A time may be off by the unit in which it is stated; one to the second by a minute where it is a whole one, because people round.</summary>
    /// <param name="time">The time as stated.</param>
    /// <param name="precision">How exactly it is known, as stated.</param>
    /// <returns>Seconds.</returns>
    public static double Of(DateTimeOffset time, TimePrecision precision) => precision switch
    {
        TimePrecision.Year => 366 * Day,
        TimePrecision.Month => 31 * Day,
        TimePrecision.Day => Day,
        TimePrecision.Hour => Hour,
        TimePrecision.Minute => Minute,
        _ => time.Ticks % TimeSpan.TicksPerMinute == 0 ? Minute : 1,
    };

    /// <summary>A number is rounded to its last digit that is not zero: 1 200 may be anything from 1 150 to 1 250.</summary>
    /// <param name="count">The number as stated, from 0.</param>
    /// <returns>Half a unit of that digit; 0 for 0, which nobody rounds to.</returns>
    public static double Of(long count)
    {
        if (count == 0)
        {
            return 0;
        }

        var unit = 1.0;
        while (count % 10 == 0)
        {
            (count, unit) = (count / 10, unit * 10);
        }

        return unit / 2;
    }
}
