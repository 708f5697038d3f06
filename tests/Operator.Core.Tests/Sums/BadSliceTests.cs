using Operator.Core.Sums;

namespace Operator.Core.Tests.Sums;

/// <summary>Bounds of what a step can hold, against steps whose slices are known.</summary>
public sealed class BadSliceTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Bounds_hold_the_truth_whatever_lies_in_the_steps()
    {
        var random = new Random(20251214);
        for (var round = 0; round < 20_000; round++)
        {
            var slices = random.Next(2, 13);
            var (traffic, budget) = (Math.Pow(10, (random.NextDouble() * 3) + 1), Math.Pow(10, -(random.NextDouble() * 3) - 0.3));
            var steps = Enumerable.Range(0, 3).Select(_ => Step(random, slices, traffic)).ToList();
            var truth = steps[1].Count(s => s.Errors > budget * s.Total + 1e-9) * 60d;

            var bounds = Sum(steps[1], 1).BadSecondsWithin(Sum(steps[0], 0), Sum(steps[2], 2), new SliceJudgement(60, budget, IsRatio: false))!.Value;

            Assert.InRange(truth, bounds.Least, bounds.Most);
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1000, 300, 300)]
    [InlineData(1, 60, 60)]
    public void What_is_certain_is_told_exactly(double errors, double least, double most)
    {
        var quiet = new SumStep(Start, 300, 0, 1000);

        var bounds = new SumStep(Start.AddSeconds(300), 300, errors, 1000).BadSecondsWithin(quiet, quiet, new SliceJudgement(60, 0.001, IsRatio: false))!.Value;

        Assert.InRange(bounds.Least, 0, least);
        Assert.Equal(most, bounds.Most);
        if (errors is 0 or 1000)
        {
            Assert.Equal(least, bounds.Least);
        }
    }

    [Fact]
    public void A_step_that_is_no_longer_than_a_slice_has_no_bounds() =>
        Assert.Null(new SumStep(Start, 60, 5, 10).BadSecondsWithin(null, null, new SliceJudgement(60, 0.001, IsRatio: false)));

    private static List<(double Errors, double Total)> Step(Random random, int slices, double traffic)
    {
        var ratio = random.Next(3) switch { 0 => 0, 1 => random.NextDouble(), _ => random.NextDouble() * 0.01 };
        var share = random.NextDouble();
        return [.. Enumerable.Range(0, slices).Select(_ =>
        {
            var total = Math.Round(Math.Max(0, traffic + (Math.Sqrt(traffic) * (random.NextDouble() - 0.5) * 2)));
            var errors = random.NextDouble() < share ? Math.Round(total * ratio) : 0;
            return (errors, total);
        })];
    }

    private static SumStep Sum(List<(double Errors, double Total)> slices, int index) =>
        new(Start.AddSeconds(index * 60 * slices.Count), 60 * slices.Count, slices.Sum(s => s.Errors), slices.Sum(s => s.Total));
}
