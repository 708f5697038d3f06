using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Core.Tests.Sums;

public sealed class SumTimelineTests
{
    private static readonly DateTimeOffset End = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);
    private static readonly SliceJudgement Minute = new(60, 0.001, IsRatio: false);

    [Fact]
    public void A_quiet_window_has_no_bad_slices_and_nothing_to_look_at()
    {
        var timeline = new SumTimeline([Sums(300, [0, 0, 0], [1000, 1000, 1000])], [], Minute);

        Assert.Empty(timeline.Uncertain(Window(900)));
        var figures = timeline.FiguresOf(Window(900));
        Assert.Equal((0, 0, 900), (figures.LeastBadSeconds, figures.MostBadSeconds, figures.CoveredSeconds));
        Assert.True(figures.IsComplete);
    }

    [Fact]
    public void A_step_with_errors_is_between_bounds_until_its_slices_are_known()
    {
        var steps = Sums(300, [0, 40, 0], [1000, 1000, 1000]);
        var open = new SumTimeline([steps], [], Minute).FiguresOf(Window(900));
        Assert.True(open.LeastBadSeconds < open.MostBadSeconds);
        Assert.Equal([1], new SumTimeline([steps], [], Minute).Uncertain(Window(900)));

        var slices = new StepSums { Start = End.AddSeconds(-600), StepSeconds = 60, Errors = [0, 20, 20, 0, 0], Total = [200, 200, 200, 200, 200] };
        var looked = new SumTimeline([steps], [slices], Minute);

        Assert.Empty(looked.Uncertain(Window(900)));
        Assert.Equal((120, 120), (looked.FiguresOf(Window(900)).LeastBadSeconds, looked.FiguresOf(Window(900)).MostBadSeconds));
        Assert.Equal(2 * 60 * 0.1, looked.FiguresOf(Window(900)).ErrorRatioSeconds, 1e-9);
    }

    [Fact]
    public void Slices_for_which_only_errors_were_asked_share_the_traffic_of_their_step()
    {
        var steps = Sums(300, [40], [1000]);
        var slices = new StepSums { Start = End.AddSeconds(-300), StepSeconds = 60, Errors = [0, 0, 40, 0, 0] };

        var figures = new SumTimeline([steps], [slices], Minute).FiguresOf(Window(300));

        Assert.Equal(60, figures.LeastBadSeconds);
        Assert.Equal(60 * 40 / 200d, figures.ErrorRatioSeconds, 1e-9);
    }

    [Fact]
    public void A_missed_scrape_is_bridged_and_a_longer_gap_is_not()
    {
        var minutes = Sums(60, [1, null, 1, null, null, null, null, null, null, 1], [10, null, 10, null, null, null, null, null, null, 10]);

        var figures = new SumTimeline([minutes], [], Minute).FiguresOf(Window(600));

        Assert.Equal(4 * 60, figures.CoveredSeconds);
        Assert.Equal(4 * 60, figures.LeastBadSeconds);
        Assert.Equal(4 * 60 * 0.1, figures.ErrorRatioSeconds, 1e-9);
    }

    [Fact]
    public void Slices_that_are_longer_than_steps_are_whole_numbers_of_them_laid_back_from_the_end()
    {
        // Steps of five minutes, slices of ten: the latest two are one slice of 1.5 errors in 1000, the oldest stands alone.
        var steps = Sums(300, [0, 0, 0, 2, 1], [500, 500, 500, 500, 500]);

        var figures = new SumTimeline([steps], [], new SliceJudgement(600, 0.0025, IsRatio: false)).FiguresOf(Window(1500));

        Assert.Equal((600, 600), (figures.LeastBadSeconds, figures.MostBadSeconds));
    }

    [Fact]
    public void What_was_not_asked_is_not_taken_for_good()
    {
        var timeline = new SumTimeline([Sums(300, [0], [1000])], [], Minute);

        Assert.False(timeline.FiguresOf(Window(900)).IsComplete);
        Assert.Equal(600, timeline.FiguresOf(Window(900)).UnknownSeconds);
    }

    [Fact]
    public void Counts_of_a_part_of_a_step_are_in_proportion()
    {
        var timeline = new SumTimeline([Sums(300, [10, 20], [100, 200])], [], Minute);

        Assert.Equal(new EventCounts(20 + 5, 200 + 50), timeline.CountsIn(new TimeRange(End.AddSeconds(-450), End)));
    }

    private static TimeRange Window(double seconds) => new(End.AddSeconds(-seconds), End);

    private static StepSums Sums(double step, double?[] errors, double?[] total) =>
        new() { Start = End.AddSeconds(-step * errors.Length), StepSeconds = step, Errors = errors, Total = total };
}
