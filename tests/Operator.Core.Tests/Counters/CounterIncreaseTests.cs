using CsCheck;
using Operator.Core.Counters;
using Operator.Core.Evidence;

namespace Operator.Core.Tests.Counters;

public sealed class CounterIncreaseTests
{
    private static readonly DateTimeOffset Origin = DateTimeOffset.FromUnixTimeSeconds(1_765_695_600);

    private static readonly TimeRange Incident = Range(300, 900);

    // Series that are scraped every 15 s with steps of any size, resets now and then, and samples missing here and there.
    private static readonly Gen<CounterSeries> Series = Gen.Select(
        Gen.String[Gen.Char['a', 'c'], 1, 1],
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 9], Gen.Int[0, 9]).Array[1, 90]).Select((process, steps) =>
        {
            double value = 0;
            var samples = new List<CounterSample>();
            for (var i = 0; i < steps.Length; i++)
            {
                var (step, reset, missing) = steps[i];
                value = reset == 0 ? step : value + step;
                if (missing != 0)
                {
                    samples.Add(new CounterSample(Origin.ToUnixTimeMilliseconds() + (i * 15_000L), value));
                }
            }

            return new CounterSeries(process, samples);
        });

    private static readonly Gen<CounterSeries[]> Group = Series.Array[1, 6];

    [Fact]
    public void Growth_is_never_negative_and_adjacent_stretches_add_up() => Gen.Select(Group, Gen.Double[0, 1350], Gen.Double[0, 1350], Gen.Double[0, 1350]).Sample((group, a, b, c) =>
    {
        double[] cuts = [Math.Round(a), Math.Round(b), Math.Round(c)];
        Array.Sort(cuts);
        var growth = Create(group);
        var whole = growth.In(Range(cuts[0], cuts[2]));
        var parts = growth.In(Range(cuts[0], cuts[1])) + growth.In(Range(cuts[1], cuts[2]));
        return whole >= -1e-9 && Math.Abs(whole - parts) <= 1e-6 * (1 + whole);
    });

    [Fact]
    public void The_order_of_series_decides_nothing() => Gen.Select(Group, Gen.Int).Sample((group, seed) =>
    {
        var shuffled = group.ToArray();
        new Random(seed).Shuffle(shuffled);
        return Math.Abs(Create(group).In(Incident) - Create(shuffled).In(Incident)) <= 1e-6;
    });

    [Fact]
    public void More_events_never_mean_less_growth() => Gen.Select(Group, Gen.Int[0, 50]).Sample((group, more) =>
    {
        // Each step of one series is larger by so many events; steps keep their sign.
        var first = group[0];
        var raised = first with { Samples = [.. first.Samples.Select((s, i) => s with { Value = s.Value + (i * more) })] };
        if (first.Samples.Zip(first.Samples.Skip(1)).Any(p => p.Second.Value < p.First.Value))
        {
            return true;
        }

        var whole = Range(-100, 2000);
        return Create([raised]).In(whole) >= Create([first]).In(whole) - 1e-6;
    });

    [Fact]
    public void A_steady_counter_grows_by_rate_times_time_wherever_the_ends_lie() => Gen.Select(Gen.Int[20, 400], Gen.Int[401, 900]).Sample((from, to) =>
        Math.Abs(Create([Steady("a", 0, 1350, 0)], Range(from, to)).In(Range(from, to)) - (4 * (to - from))) < 1e-6);

    [Fact]
    public void A_reset_counts_from_zero()
    {
        var series = new CounterSeries("a", [Sample(300, 1000), Sample(315, 1060), Sample(330, 20), Sample(345, 80)]);

        Assert.Equal(60 + 20 + 60, Create([series]).In(Range(300, 345)), 1e-9);
    }

    [Fact]
    public void A_series_born_in_the_incident_of_a_known_process_counts_its_first_value()
    {
        var errors = new CounterSeries("a", [Sample(315, 30), Sample(330, 60)]);
        var scrapes = new ScrapeHistory([errors, Steady("a", 0, 1350, 0)]);

        var growth = CounterIncrease.Create([errors], scrapes, Incident);

        Assert.Equal(60, growth.In(Incident), 1e-9);
    }

    [Fact]
    public void A_series_that_begins_with_the_data_does_not_count_its_first_value() =>
        Assert.Equal(60, Create([new CounterSeries("a", [Sample(315, 5000), Sample(330, 5060)])]).In(Range(0, 1350)), 1e-9);

    [Fact]
    public void A_new_process_counts_its_first_value_when_it_can_have_counted_it()
    {
        var old = Steady("a", 0, 1350, 0);
        var started = new CounterSeries("b", [Sample(450, 40), Sample(465, 100), Sample(480, 160)]);
        var moved = new CounterSeries("c", [Sample(450, 900_000), Sample(465, 900_060), Sample(480, 900_120)]);

        var growth = Create([old, started, moved]);

        Assert.Equal(1, growth.UncountedFirstValues);
        Assert.Equal((4 * 600) + 160 + 120, growth.In(Incident), 1e-6);
    }

    [Fact]
    public void Rates_outside_the_incident_hold_until_its_ends()
    {
        // 1 event a second outside, 10 inside; the samples lie 5 s before the start and 10 s after it.
        var samples = new List<CounterSample>();
        for (var t = -25; t <= 1400; t += 15)
        {
            samples.Add(Sample(t, 100 + t + (9d * Math.Clamp(t - 300, 0, 600))));
        }

        Assert.Equal(6000, Create([new CounterSeries("a", samples)]).In(Incident), 1e-6);
    }

    [Theory]
    [InlineData(301, 901)]
    [InlineData(299, 899)]
    [InlineData(330, 930)]
    public void A_burst_of_traffic_at_an_end_is_not_put_on_one_side_of_it(int from, int to)
    {
        // Scraped once a minute, 10 events a second, and 200 in the minutes that hold the incident's ends.
        double value = 0;
        var samples = new List<CounterSample>();
        for (var minute = -5; minute <= 25; minute++)
        {
            samples.Add(Sample(minute * 60, value));
            value += 60 * Rate(minute);
        }

        double truth = 0;
        for (var second = from; second < to; second++)
        {
            truth += Rate(second / 60);
        }

        Assert.Equal(truth, Create([new CounterSeries("a", samples)], Range(from, to)).In(Range(from, to)), truth * 0.05);

        int Rate(int minute) => minute == from / 60 || minute == to / 60 ? 200 : 10;
    }

    [Theory]
    [InlineData(300, 340)]
    [InlineData(320, 360)]
    [InlineData(310, 350)]
    public void A_short_outage_between_two_samples_has_no_successes(int from, int to)
    {
        var good = new CounterSeries("a", [.. Enumerable.Range(-5, 30).Select(m => m * 60).Select(t => Sample(t, 1000 + (100 * (t - Math.Clamp(t - from, 0, to - from)))))]);

        Assert.Equal(0, Create([good], Range(from, to)).In(Range(from, to)), 1e-6);
    }

    [Fact]
    public void A_gap_of_all_scrapes_is_not_covered()
    {
        var history = new ScrapeHistory([new CounterSeries("a", [Sample(0, 0), Sample(15, 1), Sample(30, 2), Sample(630, 3), Sample(645, 4)])]);

        Assert.Equal(15, history.IntervalSeconds);
        Assert.Equal(0, history.CoveredSeconds(Range(100, 600)));
        Assert.Equal(30, history.CoveredSeconds(Range(0, 600)));
    }

    private static CounterIncrease Create(CounterSeries[] group, TimeRange? incident = null) => CounterIncrease.Create(group, new ScrapeHistory(group), incident ?? Incident);

    private static CounterSeries Steady(string process, int from, int to, double first) =>
        new(process, [.. Enumerable.Range(0, ((to - from) / 15) + 1).Select(i => Sample(from + (i * 15), first + (i * 60)))]);

    private static CounterSample Sample(double seconds, double value) => new(Origin.AddSeconds(seconds).ToUnixTimeMilliseconds(), value);

    private static TimeRange Range(double from, double to) => new(Origin.AddSeconds(from), Origin.AddSeconds(to));
}
