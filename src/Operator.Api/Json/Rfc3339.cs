namespace Operator.Api.Json;

/// <summary>
/// Reads times as RFC 3339 has them: date, time and an offset, all of it, and nothing else. By hand: the framework's parser asks
/// how cultures write and compare dates, which loads more than a short run needs.
/// </summary>
public static class Rfc3339
{
    // 2025-12-14T07:05:00, then a fraction, then Z or an offset such as +03:00.
    private const string Shape = "0000-00-00T00:00:00";
    private const int OffsetLength = 6;
    private const int LongestFraction = 9;
    private const int FurthestOffset = 14 * 60;

    /// <summary>Reads a time.</summary>
    /// <param name="text">Such as 2025-12-14T07:05:00Z or 2025-12-14T10:05:00.250+03:00.</param>
    /// <param name="time">The moment, with the offset as written.</param>
    /// <returns>Whether the text is such a time and a real date.</returns>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= Shape.Length || !HasShape(text) || !TryOffset(text, out var end, out var offset) || !TryFraction(text.AsSpan(Shape.Length, end - Shape.Length), out var fraction))
        {
            return false;
        }

        var (year, month, day) = (Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2));
        var (hour, minute, second) = (Number(text, 11, 2), Number(text, 14, 2), Number(text, 17, 2));
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks + fraction;
        var utc = local - (offset * TimeSpan.TicksPerMinute);
        if (local > DateTime.MaxValue.Ticks || utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(local, TimeSpan.FromTicks(offset * TimeSpan.TicksPerMinute));
        return true;
    }

    private static bool HasShape(string text)
    {
        for (var i = 0; i < Shape.Length; i++)
        {
            var fits = Shape[i] switch
            {
                '0' => char.IsAsciiDigit(text[i]),
                'T' => text[i] is 'T' or 't',
                var sign => text[i] == sign,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryOffset(string text, out int begin, out long minutes)
    {
        (begin, minutes) = (text.Length - 1, 0);
        if (text[^1] is 'Z' or 'z')
        {
            return true;
        }

        begin = text.Length - OffsetLength;
        if (begin < Shape.Length || text[begin] is not ('+' or '-') || text[begin + 3] != ':' || !AreDigits(text.AsSpan(begin + 1, 2)) || !AreDigits(text.AsSpan(begin + 4, 2)))
        {
            return false;
        }

        var (hours, rest) = (Number(text, begin + 1, 2), Number(text, begin + 4, 2));
        minutes = (text[begin] == '-' ? -1 : 1) * ((hours * 60) + rest);
        return rest < 60 && Math.Abs(minutes) <= FurthestOffset;
    }

    // Half a tick and more is one.
    private static bool TryFraction(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != '.' || text.Length is 1 or > LongestFraction + 1 || !AreDigits(text[1..]))
        {
            return false;
        }

        var unit = 1_000_000_000L;
        foreach (var digit in text[1..])
        {
            unit /= 10;
            ticks += (digit - '0') * unit;
        }

        ticks = (ticks + 50) / 100;
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static int Number(string text, int begin, int length)
    {
        var number = 0;
        for (var i = begin; i < begin + length; i++)
        {
            number = (number * 10) + (text[i] - '0');
        }

        return number;
    }
}
