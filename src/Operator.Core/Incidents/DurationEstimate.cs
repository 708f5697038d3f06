using System.Globalization;
using Operator.Api;

namespace Operator.Core.Incidents;

/// <summary>A duration as exactly as its ends are known.</summary>
/// <param name="Least">The least that it can be, not negative.</param>
/// <param name="Most">The most that it can be.</param>
/// <param name="Precision">How exactly the less exact of its ends is known.</param>
public sealed record DurationEstimate(TimeSpan Least, TimeSpan Most, TimePrecision Precision)
{
    // The mean length of a month and a year of the Gregorian calendar.
    private static readonly TimeSpan Month = TimeSpan.FromDays(30.436875);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365.2425);

    // As long as March, and longer than February: whether that is a month depends on where it begins.
    private static readonly TimeSpan LongestMonth = TimeSpan.FromDays(31);

    // Beyond so many the next larger unit says as much.
    private const int MostHours = 48;
    private const int MostDays = 90;
    private const int MostMonths = 36;

    // Months are not of one length: 5.9 to 18.1 of them are 6 to 18.
    private const double Tolerance = 0.25;

    /// <summary>Whether its ends are known to the minute or better, so that it is one value.</summary>
    public bool IsExact => Precision <= TimePrecision.Minute;

    /// <summary>The one value; null when its ends are known to the hour or less.</summary>
    public TimeSpan? Value => IsExact ? Middle : null;

    /// <summary>The duration as people read it, never more exact than its ends: "2m 15s", "15m", "about 5 months", "6 to 18 months".</summary>
    public string Text => Precision switch
    {
        TimePrecision.Second => DurationFormat.Format(Least),
        TimePrecision.Minute => Middle < TimeSpan.FromMinutes(1) ? "less than a minute" : DurationFormat.Format(Whole(Middle, TimeSpan.FromMinutes(1))),
        _ => Rough(),
    };

    private TimeSpan Middle => Least + ((Most - Least) / 2);

    /// <summary>Between two moments; null when the second is certainly before the first.</summary>
    internal static DurationEstimate? Between(StatedMoment from, StatedMoment to)
    {
        var precision = from.Precision > to.Precision ? from.Precision : to.Precision;
        if (from.Precision == to.Precision && from.Earliest == to.Earliest)
        {
            // The same minute, day or year: the second end is not before the first.
            return new(TimeSpan.Zero, precision == TimePrecision.Minute ? TimeSpan.Zero : to.Latest - from.Earliest, precision);
        }

        var (least, most) = (to.Earliest - from.Latest, to.Latest - from.Earliest);
        return most < TimeSpan.Zero || (most == TimeSpan.Zero && precision != TimePrecision.Second) ? null
            : precision == TimePrecision.Minute ? ByTheMinute(from.Earliest, to.Earliest) is var minutes && minutes > TimeSpan.Zero ? new(minutes, minutes, precision) : new(TimeSpan.Zero, TimeSpan.Zero, precision)
            : new(least < TimeSpan.Zero ? TimeSpan.Zero : least, most, precision);
    }

    /// <summary>What people reckon between two moments of which one is known to the minute: the seconds of the other say nothing.</summary>
    internal static TimeSpan ByTheMinute(DateTimeOffset from, DateTimeOffset to) => Minute(to) - Minute(from);

    private static DateTimeOffset Minute(DateTimeOffset time) => Instants.Add(time, -TimeSpan.FromTicks(time.UtcTicks % TimeSpan.TicksPerMinute));

    private string Rough()
    {
        var (unit, name) = Precision switch
        {
            TimePrecision.Hour when Middle.TotalHours <= MostHours => (TimeSpan.FromHours(1), "hour"),
            TimePrecision.Hour or TimePrecision.Day when Middle.TotalDays <= MostDays => (TimeSpan.FromDays(1), "day"),
            TimePrecision.Year when Middle >= 3 * Year => (Year, "year"),
            _ when Middle <= MostMonths * Month => (Month, "month"),
            _ => (Year, "year"),
        };
        var middle = (int)Math.Round(Middle / unit, MidpointRounding.AwayFromZero);
        var (least, most) = ((int)Math.Floor((Least / unit) + Tolerance), Math.Max(1, (int)Math.Ceiling((Most / unit) - Tolerance)));

        // One unit more or less than three or more is "about".
        if (least == most || (middle >= 3 && middle - least <= 1 && most - middle <= 1))
        {
            return $"about {Count(middle, name)}";
        }

        return least > 0 ? $"{least.ToString(CultureInfo.InvariantCulture)} to {Count(most, name)}"
            : Most <= unit ? $"less than {(name is "hour" ? "an" : "a")} {name}"
            : name is "month" && Most <= LongestMonth ? "up to 31 days"
            : $"up to {Count(Math.Max(2, most), name)}";
    }

    private static string Count(int number, string unit) => $"{number.ToString(CultureInfo.InvariantCulture)} {unit}{(number == 1 ? "" : "s")}";

    private static TimeSpan Whole(TimeSpan value, TimeSpan unit) => TimeSpan.FromTicks(value.Ticks - (value.Ticks % unit.Ticks));
}
