using Operator.Core.Evidence;

namespace Operator.Core.Tests.Sums;

public sealed class KeptSumsTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_that_left_the_window_go_and_slices_go_with_whole_steps()
    {
        var kept = new KeptSums
        {
            Key = "k",
            Steps = [new StepSums { Start = Start, StepSeconds = 300, Errors = [1, 2, 3], Total = [10, 20, 30] }],
            Slices = [new StepSums { Start = Start, StepSeconds = 60, Errors = [.. Enumerable.Repeat<double?>(1, 15)] }],
        };

        var moved = kept.From(Start.AddSeconds(400));

        Assert.Equal([2, 3], Assert.Single(moved.Steps).Errors);
        Assert.Equal(Start.AddSeconds(300), moved.Steps[0].Start);
        Assert.Equal(Start.AddSeconds(300), Assert.Single(moved.Slices).Start);
        Assert.Empty(kept.From(Start.AddSeconds(900)).Steps);
    }

    [Fact]
    public void Steps_since_the_counts_were_asked_stay_because_they_move_the_counts()
    {
        var kept = new KeptSums
        {
            Key = "k",
            Counts = new WindowCounts(Start, new TimeRange(Start, Start.AddSeconds(900)), new EventCounts(6, 60), 0),
            Steps = [new StepSums { Start = Start, StepSeconds = 300, Errors = [1, 2, 3], Total = [10, 20, 30] }],
        };

        Assert.Equal(3, Assert.Single(kept.From(Start.AddSeconds(400)).Steps).Errors.Count);
    }
}
