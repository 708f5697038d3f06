using CsCheck;
using Operator.Core.Budgets;

namespace Operator.Core.Tests.Budgets;

public sealed class PrometheusDurationTests
{
    [Theory]
    [InlineData("30d", 2_592_000)]
    [InlineData("4w", 2_419_200)]
    [InlineData("1y", 31_536_000)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d12h30m15s", 131_415)]
    [InlineData("90s", 90)]
    [InlineData("250ms", 0.25)]
    [InlineData("1m500ms", 60.5)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void Reads_what_Prometheus_reads(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PrometheusDuration.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("1.5h")]
    [InlineData("-1h")]
    [InlineData("1h1h")]
    [InlineData("30m1h")]
    [InlineData("1 h")]
    [InlineData("1h ")]
    [InlineData("1h\n")]
    [InlineData("1H")]
    [InlineData("٣d")]
    [InlineData("99999999999999999999y")]
    [InlineData("99999999999999999999999999999999999999999999999999d")]
    [InlineData("30000y")]
    public void Refuses_what_Prometheus_refuses_and_what_does_not_fit(string? text) => Assert.False(PrometheusDuration.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(720, "12m")]
    [InlineData(2_592_000, "30d")]
    [InlineData(135, "2m15s")]
    [InlineData(60.5, "1m500ms")]
    public void Writes_the_shortest_form(double seconds, string text) => Assert.Equal(text, PrometheusDuration.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void What_is_written_is_read_as_the_same() => Gen.Long[0, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond].Sample(milliseconds =>
    {
        var duration = TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond);
        Assert.Equal(duration, PrometheusDuration.Parse(PrometheusDuration.Format(duration)));
    });

    [Fact]
    public void No_text_throws() => Gen.String[Gen.Char["0123456789ywdhms .-+"], 0, 70].Sample(text =>
    {
        if (PrometheusDuration.TryParse(text, out var duration))
        {
            Assert.True(duration >= TimeSpan.Zero);
        }
    });
}
