using System.Globalization;

namespace Operator.Core.Incidents;

/// <summary>Durations as people read them: the two largest units that are not zero, never rounded up.</summary>
public static class DurationFormat
{
    /// <summary>Writes a duration.</summary>
    /// <param name="duration">Not negative.</param>
    /// <returns>Such as "2m 15s", "12m", "1h 5m", "3d 4h"; below a second "450ms"; "0s" for nothing.</returns>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration < TimeSpan.FromSeconds(1))
        {
            return duration.Milliseconds == 0 ? "0s" : Part(duration.Milliseconds, "ms");
        }

        string[] parts = [Part(duration.Days, "d"), Part(duration.Hours, "h"), Part(duration.Minutes, "m"), Part(duration.Seconds, "s")];
        return string.Join(' ', parts.Where(part => part.Length > 0).Take(2));
    }

    /// <summary>Computed seconds as a duration of whole milliseconds: what floating point lacks of a second is not shown as one.</summary>
    /// <param name="seconds">Within the range of a duration.</param>
    public static TimeSpan ToMillisecond(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000, MidpointRounding.AwayFromZero));

    private static string Part(int number, string unit) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture) + unit;
}
