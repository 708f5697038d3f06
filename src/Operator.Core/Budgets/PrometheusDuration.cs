using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Operator.Core.Budgets;

/// <summary>Durations as Prometheus writes them: 30d, 1h30m, 90s. A day has 24 hours, a week 7 days, a year 365 days.</summary>
public static partial class PrometheusDuration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
    [
        ("y", 365L * 86_400_000), ("w", 7L * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ];

    /// <summary>Reads a duration: units from long to short, each at most once, at least one; or 0.</summary>
    /// <param name="text">Such as 1d12h.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>Whether the text is a duration that fits a <see cref="TimeSpan"/>.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > 64)
        {
            return false;
        }

        if (string.Equals(text, "0", StringComparison.Ordinal))
        {
            return true;
        }

        var match = Shape().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var total = decimal.Zero;
        foreach (var (unit, milliseconds) in Units)
        {
            var number = match.Groups[unit];
            if (number.Success)
            {
                // Text of at most 64 digits may exceed a decimal; nothing that long is a duration.
                if (!decimal.TryParse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > long.MaxValue)
                {
                    return false;
                }

                total += value * milliseconds;
            }
        }

        if (total > long.MaxValue / TimeSpan.TicksPerMillisecond)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)total * TimeSpan.TicksPerMillisecond);
        return true;
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Such as 1d12h.</param>
    /// <returns>The duration.</returns>
    /// <exception cref="FormatException">The text is not a duration.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration such as 30d, 1h30m or 90s");

    /// <summary>Writes a duration so that Prometheus reads the same, in its shortest form without weeks and years; what is shorter than a millisecond is left out.</summary>
    /// <param name="duration">Not negative.</param>
    /// <returns>Such as 1d12h; 0s for nothing.</returns>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var rest = duration.Ticks / TimeSpan.TicksPerMillisecond;
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units.AsSpan(2))
        {
            if (rest >= milliseconds)
            {
                text.Append(rest / milliseconds).Append(unit);
                rest %= milliseconds;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    [GeneratedRegex(@"^(?=.)((?<y>[0-9]+)y)?((?<w>[0-9]+)w)?((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
