using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Core.Tests.Sums;

public sealed class StretchTests
{
    [Fact]
    public void The_widest_gaps_stay_open()
    {
        Assert.Equal([(1, 3), (20, 21), (90, 90)], Stretches.Cover([1, 2, 3, 20, 21, 90], 3));
        Assert.Equal([(1, 21), (90, 90)], Stretches.Cover([1, 2, 3, 20, 21, 90], 2));
        Assert.Equal([(1, 90)], Stretches.Cover([1, 2, 3, 20, 21, 90], 1));
        Assert.Equal([(4, 6)], Stretches.Cover([4, 5, 6], 5));
        Assert.Empty(Stretches.Cover([], 5));
    }

    [Fact]
    public void Pieces_are_the_whole_without_gaps_or_overlaps()
    {
        var end = new DateTimeOffset(2025, 12, 14, 7, 0, 7, TimeSpan.Zero);
        var grid = StepGrid.Over(new TimeRange(end.AddDays(-30), end), 300);

        var pieces = grid.Pieces(1000).ToList();

        Assert.Equal(8640, grid.Count);
        Assert.Equal(9, pieces.Count);
        Assert.All(pieces, p => Assert.InRange(p.Count, 1, 1000));
        Assert.Equal(grid.Count, pieces.Sum(p => p.Count));
        Assert.Equal(end, pieces[0].End);
        Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.Equal(pair.First.Start, pair.Second.End));
        Assert.Equal(grid.Start, pieces[^1].Start);
    }
}
