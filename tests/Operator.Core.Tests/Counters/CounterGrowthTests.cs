using CsCheck;
using Operator.Core.Counters;

namespace Operator.Core.Tests.Counters;

/// <summary>Counters whose samples come from several replicas.</summary>
public sealed class CounterGrowthTests
{
    private static readonly Gen<(int Grown, bool IsOther)[]> Samples = Gen.Select(Gen.Int[0, 500], Gen.Int[0, 4], (grown, turn) => (grown, turn == 0)).Array[2, 200];

    [Fact]
    public void Falls_of_at_most_a_hundredth_change_no_count_and_larger_ones_are_restarts() => Gen.Select(Gen.Int[1000, 1_000_000], Gen.Double[0, 0.5], Gen.Int[1, 1000]).Sample((height, share, growth) =>
    {
        var counter = new CounterGrowth();
        counter.GrowTo(height);
        var fallen = height * (1 - share);

        var counted = counter.GrowTo(fallen) + counter.GrowTo(height + growth);

        Assert.Equal(share <= 0.01 ? growth : height + growth, counted, 1e-6 * (height + growth));
        Assert.Equal(share is > 0 and <= 0.01 && fallen < height ? 1 : 0, counter.SlightFalls);
    });

    /// <summary>One replica is behind by as much always; samples come from one of the two, for one scrape or for many.</summary>
    [Fact]
    public void Samples_of_two_replicas_count_each_event_once() => Gen.Select(Gen.Int[100_000, 10_000_000], Gen.Double[0, 0.009], Samples).Sample((had, behind, samples) =>
    {
        var counter = new CounterGrowth();
        var (count, counted, isOther) = ((double)had, 0.0, false);
        counter.GrowTo(count);
        foreach (var (grown, turns) in samples)
        {
            count += grown;
            isOther ^= turns;
            counted += counter.GrowTo(isOther ? count - (behind * had) : count);
        }

        // What the other one has not counted yet comes with its next samples.
        counted += counter.GrowTo(count + 1);
        Assert.Equal(count + 1 - had, counted, 1e-6 * count);
    });

    /// <summary>What was counted at the moment of the fall is in no sample.</summary>
    [Fact]
    public void A_counter_that_stays_below_counts_on() => Gen.Select(Gen.Int[100_000, 10_000_000], Gen.Double[0.002, 0.009], Samples).Sample((had, behind, samples) =>
    {
        var counter = new CounterGrowth();
        double count = had;
        counter.GrowTo(count);
        var lost = behind * had;
        counter.GrowTo(count - lost);
        var counted = samples.Sum(s => counter.GrowTo((count += s.Grown) - lost));

        Assert.InRange(counted, count - had - samples.Max(s => s.Grown) - (1e-9 * count), count - had + (1e-9 * count));
    });

    [Theory]
    [InlineData(new[] { 1000.0, 995, 991, 992, 1004 }, 4)]
    [InlineData(new[] { 1000.0, 995, 1001, 997, 1003 }, 3)]
    [InlineData(new[] { 1000.0, 995, 1, 3 }, 3)]
    public void Falls_within_a_fall_and_restarts(double[] samples, double counted)
    {
        var counter = new CounterGrowth();

        Assert.Equal(counted, samples.Sum(counter.GrowTo), 9);
    }
}
