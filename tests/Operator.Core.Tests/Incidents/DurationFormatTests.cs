using CsCheck;
using Operator.Core.Incidents;

namespace Operator.Core.Tests.Incidents;

public sealed class DurationFormatTests
{
    [Theory]
    [InlineData("00:02:15", "2m 15s")]
    [InlineData("00:12:00", "12m")]
    [InlineData("01:05:59", "1h 5m")]
    [InlineData("3.04:59:59", "3d 4h")]
    [InlineData("1.00:11:00", "24h 11m")]
    [InlineData("1.00:00:59.999", "24h")]
    [InlineData("01:00:05", "1h")]
    [InlineData("18:29:59", "18h 29m")]
    [InlineData("2.00:59:00", "48h 59m")]
    [InlineData("2.01:00:00", "2d 1h")]
    [InlineData("2.23:59:59", "2d 23h")]
    [InlineData("3.00:59:00", "3d")]
    [InlineData("00:59:59.999", "59m 59s")]
    [InlineData("00:00:45", "45s")]
    [InlineData("00:00:00.450", "450ms")]
    [InlineData("00:00:00", "0s")]
    [InlineData("00:00:00.0009999", "0s")]
    [InlineData("400.00:00:00", "400d")]
    public void Shows_two_units_that_follow_each_other_in_hours_up_to_48_and_never_rounds_up(string duration, string text) =>
        Assert.Equal(text, DurationFormat.Format(TimeSpan.Parse(duration)));

    [Theory]
    [InlineData(2591.9999999999, "43m 12s")]
    [InlineData(0.0999999, "100ms")]
    public void What_floating_point_lacks_of_a_second_is_not_shown(double seconds, string text) =>
        Assert.Equal(text, DurationFormat.Format(DurationFormat.ToMillisecond(seconds)));

    [Fact]
    public void Refuses_what_is_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DurationFormat.Format(TimeSpan.FromTicks(-1)));

    [Fact]
    public void Never_shows_more_than_there_is() => Gen.Long[0, TimeSpan.FromDays(1000).Ticks].Sample(ticks =>
    {
        var duration = TimeSpan.FromTicks(ticks);
        var shown = DurationFormat.Format(duration).Split(' ').Sum(Milliseconds);
        Assert.InRange(shown, 0, duration.TotalMilliseconds);
    });

    private static double Milliseconds(string part)
    {
        var unit = part.TrimStart("0123456789".ToCharArray());
        var number = double.Parse(part[..^unit.Length]);
        return number * unit switch { "d" => 86_400_000, "h" => 3_600_000, "m" => 60_000, "s" => 1000, _ => 1 };
    }
}
