using CsCheck;
using Operator.Core.Counters;
using Operator.Core.Evidence;

namespace Operator.Core.Tests.Counters;

public sealed class CounterGapTests
{
    private static readonly DateTimeOffset Origin = DateTimeOffset.FromUnixTimeSeconds(1_765_695_600);

    [Theory]
    [InlineData(45, 0)]
    [InlineData(60, 1)]
    [InlineData(720, 1)]
    public void More_than_three_intervals_without_any_sample_are_a_gap(int seconds, int gaps)
    {
        var history = new ScrapeHistory([Series("a", t => t, 300, 300 + seconds)]);

        Assert.Equal(gaps, history.Gaps.Count);
        Assert.All(history.Gaps, g => Assert.Equal(new SampleGap(Origin.AddSeconds(300), Origin.AddSeconds(300 + seconds), Bridged: true), g));
    }

    [Fact]
    public void A_series_that_ends_while_others_go_on_is_no_gap()
    {
        var history = new ScrapeHistory([Series("a", t => t, 300, 2000), Series("b", t => t)]);

        Assert.Empty(history.Gaps);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void A_series_that_is_scraped_less_often_and_is_left_alone_has_no_gaps(int interval)
    {
        var slow = Enumerable.Range(0, 1500 / interval).Select(i => i * interval);

        var history = new ScrapeHistory([.. Enumerable.Range(0, 3).Select(i => Series($"fast{i}", t => t, 600)), At("slow", slow, t => t)]);

        Assert.Equal(15, history.IntervalSeconds);
        Assert.Empty(history.Gaps);
    }

    /// <summary>One that is scraped less often and goes on does not hide that all others were not seen.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gap_of_the_others_is_one_beside_a_series_that_is_scraped_less_often(bool isRenamed)
    {
        var times = Enumerable.Range(0, 120).Select(i => i * 15).Where(t => t is <= 600 or >= 900).ToList();
        var dense = Enumerable.Range(0, 5).SelectMany(i => isRenamed
            ? [At($"old{i}", times.Where(t => t <= 600), t => t), At($"new{i}", times.Where(t => t >= 900), t => t - 900)]
            : new[] { At($"dense{i}", times, t => t <= 600 ? t : t - 900) });

        var history = new ScrapeHistory([.. dense, At("slow", Enumerable.Range(0, 15).Select(i => 115 + (i * 120)).Where(t => t is <= 600 or >= 900), t => t)]);

        var gap = Assert.Single(history.Gaps);
        Assert.Equal((600, 900, false), ((gap.Start - Origin).TotalSeconds, (gap.End - Origin).TotalSeconds, gap.Bridged));
    }

    [Fact]
    public void A_series_that_is_scraped_less_often_from_some_moment_on_has_no_gaps()
    {
        var history = new ScrapeHistory([At("a", [.. Enumerable.Range(0, 60).Select(i => i * 15), .. Enumerable.Range(15, 15).Select(i => i * 60)], t => t)]);

        Assert.Equal(15, history.IntervalSeconds);
        Assert.Empty(history.Gaps);
    }

    [Fact]
    public void A_process_that_begins_again_after_each_of_many_gaps_is_not_scraped_less_often()
    {
        int[] times = [.. Enumerable.Range(0, 20).Select(i => i * 15), .. Enumerable.Range(3, 8).Select(i => i * 120)];

        var history = new ScrapeHistory([At("a", times, t => t < 300 ? t : 5 - (t / 400.0))]);

        Assert.All(history.Gaps, g => Assert.False(g.Bridged));
        Assert.Equal(8, history.Gaps.Count);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(20, true)]
    public void A_gap_is_bridged_while_nearly_all_that_counted_goes_on(int processes, bool bridged)
    {
        var series = Enumerable.Range(0, processes).Select(i => Series($"p{i}", t => i == 0 && t > 300 ? t - 600 : t, 300, 600)).ToList();

        var history = new ScrapeHistory(series);

        Assert.Equal(bridged, Assert.Single(history.Gaps).Bridged);
        Assert.Equal(bridged ? 300 : 0, history.CoveredSeconds(new TimeRange(Origin.AddSeconds(300), Origin.AddSeconds(600))));
    }

    [Fact]
    public void What_counts_most_decides_and_not_how_many_there_are()
    {
        var history = new ScrapeHistory([Series("large", t => t > 300 ? t - 600 : 1000 * t, 300, 600), .. Enumerable.Range(0, 30).Select(i => Series($"p{i}", t => t, 300, 600))]);

        Assert.False(Assert.Single(history.Gaps).Bridged);
    }

    private static CounterSeries At(string process, IEnumerable<int> times, Func<int, double> value) =>
        new(process, [.. times.Select(t => new CounterSample(Origin.AddSeconds(t).ToUnixTimeMilliseconds(), value(t)))]);

    private static CounterSeries Series(string process, Func<int, double> value, int lastBefore = int.MaxValue, int firstAfter = 0) => new(
        process,
        [.. Enumerable.Range(0, 101).Select(i => i * 15).Where(t => t <= lastBefore || t >= firstAfter).Select(t => new CounterSample(Origin.AddSeconds(t).ToUnixTimeMilliseconds(), value(t)))]);
}
