using Operator.Core.Evidence;
using Operator.Evidence;

namespace Operator.Tests.Evidence;

public sealed class PartComparisonTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_answer_with_all_that_is_kept_lacks_nothing() => Assert.Null(PartComparison.WhatIsLess(Slo(), Slo()));

    [Theory]
    [InlineData(600, 600, null)]
    [InlineData(600, 595, null)]
    [InlineData(600, 660, null)]
    [InlineData(600, 540, "Prometheus covers less of the incident than it did")]
    public void Slices_with_data_are_compared_within_one_percent(int kept, int fresh, string? less) =>
        Assert.Equal(less, PartComparison.WhatIsLess(Slo(seconds: fresh), Slo(seconds: kept)));

    [Theory]
    [InlineData(2_000_000, 1_990_000, null)]
    [InlineData(2_000_000, 1_500_000, "Prometheus covers less of the budget window than it did")]
    public void What_lay_before_the_incident_is_compared_over_the_same_window(double kept, double fresh, string? less) =>
        Assert.Equal(less, PartComparison.WhatIsLess(Slo(before: fresh), Slo(before: kept)));

    [Fact]
    public void Another_incident_or_window_is_not_compared_by_length()
    {
        Assert.Null(PartComparison.WhatIsLess(Slo(seconds: 300) with { Over = new TimeRange(Start, Start.AddMinutes(5)) }, Slo(seconds: 600)));
        Assert.Null(PartComparison.WhatIsLess(Slo(before: 1000) with { Window = new TimeRange(Start.AddDays(-7), Start.AddMinutes(10)) }, Slo(before: 2000)));
    }

    [Fact]
    public void A_figure_that_was_measured_before_is_missed()
    {
        const string Missing = "figures are missing that were measured before";

        Assert.Equal(Missing, PartComparison.WhatIsLess(Slo() with { Incident = null }, Slo()));
        Assert.Equal(Missing, PartComparison.WhatIsLess(Slo() with { Series = [] }, Slo()));
        Assert.Equal(Missing, PartComparison.WhatIsLess(Slo() with { Slices = [] }, Slo()));
        Assert.Equal(Missing, PartComparison.WhatIsLess(Slo() with { Before = Slo().Before! with { BadSeconds = null } }, Slo()));
        Assert.Equal(Missing, PartComparison.WhatIsLess(Slo() with { Before = null }, Slo()));
    }

    private static SloEvidence Slo(int seconds = 600, double before = 2_000_000) => new()
    {
        Name = "availability",
        Kind = SliKind.Ratio,
        CountSource = CountSource.RawSamples,
        Over = new TimeRange(Start, Start.AddMinutes(10)),
        Window = new TimeRange(Start.AddDays(-30), Start.AddMinutes(10)),
        WindowSeconds = TimeSpan.FromDays(30).TotalSeconds,
        Incident = new EventCounts(5, 100),
        Slices = [new SliSlice { Start = Start, Seconds = seconds, ErrorRatio = 0.05, Counts = new EventCounts(5, 100) }],
        Series = [new SliPoint(Start, 0.95)],
        Before = new BeforeIncident { Counts = new EventCounts(0, 1e6), BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = before },
    };
}
