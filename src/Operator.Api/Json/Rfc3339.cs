using System.Globalization;
using System.Text.RegularExpressions;

namespace Operator.Api.Json;

/// <summary>Reads times as RFC 3339 has them: date, time and an offset, all of it, and nothing else.</summary>
public static partial class Rfc3339
{
    /// <summary>Reads a time.</summary>
    /// <param name="text">Such as 2025-12-14T07:05:00Z or 2025-12-14T10:05:00.250+03:00.</param>
    /// <param name="time">The moment, with the offset as written.</param>
    /// <returns>Whether the text is such a time and a real date.</returns>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(text);
        time = default;
        return Shape().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
