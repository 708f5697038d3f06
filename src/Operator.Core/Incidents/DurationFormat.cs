using System.Globalization;

namespace Operator.Core.Incidents;

/// <summary>Durations as people read them: the two largest units that are not zero, never rounded up.</summary>
public static class DurationFormat
{
    private static readonly string[] Units = ["d", "h", "m", "s"];

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

        return Largest(duration.Days, duration.Hours, duration.Minutes, duration.Seconds);
    }

    /// <summary>Computed seconds as a duration of whole milliseconds: what floating point lacks of a second is not shown as one.</summary>
    /// <param name="seconds">Within the range of a duration.</param>
    public static TimeSpan ToMillisecond(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000, MidpointRounding.AwayFromZero));

    // Neither tuples nor LINQ: images that are compiled ahead hold no code for those over numbers.
    private static string Largest(params int[] numbers)
    {
        var largest = "";
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != 0 && largest.Length > 0)
            {
                return $"{largest} {Part(numbers[i], Units[i])}";
            }

            largest += Part(numbers[i], Units[i]);
        }

        return largest;
    }

    private static string Part(int number, string unit) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture) + unit;
}
