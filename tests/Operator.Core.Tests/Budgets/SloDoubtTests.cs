using Operator.Core.Evidence;

namespace Operator.Core.Tests.Budgets;

/// <summary>What makes figures doubtful that could be computed.</summary>
public sealed class SloDoubtTests
{
    private const double Window = 30 * 86_400;

    [Theory]
    [InlineData(0.999, "99.9")]
    [InlineData(0.9995, "99.95")]
    [InlineData(0.95, "95")]
    [InlineData(0.5, "50")]
    public void An_objective_below_one_is_doubted(double objective, string meant)
    {
        var report = SloEvidences.Report(Even(), objective);

        Assert.Contains(report.Messages, m => m.EndsWith($"which is less than 1 %; was {meant} meant?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(99.9)]
    public void An_objective_of_a_percent_or_more_is_not(double objective) => Assert.DoesNotContain(SloEvidences.Report(Even(), objective).Messages, m => m.Contains("less than 1 %", StringComparison.Ordinal));

    [Fact]
    public void A_target_of_slices_below_one_is_doubted() => Assert.Contains(
        SloEvidences.Report(Even(), 99, Api.BudgetingMethod.Timeslices, slice: new Api.TimeSliceSpec { Target = 0.95 }).Messages,
        m => m.StartsWith("timeSlice.target is 0.95 %", StringComparison.Ordinal));

    [Theory]
    [InlineData(2.9, false)]
    [InlineData(3.1, true)]
    [InlineData(0.3, true)]
    public void Events_of_the_incident_and_of_its_slices_must_agree(double factor, bool isDoubted)
    {
        var evidence = Even();
        evidence = evidence with { Incident = new EventCounts(evidence.Incident!.Value.Errors, evidence.Incident.Value.Total * factor) };

        Assert.Equal(isDoubted, SloEvidences.Report(evidence, 99.9).Messages.Any(m => m.StartsWith("methods contradict each other", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(200, true)]
    public void One_slice_must_not_outweigh_all_others(double times, bool isDoubted)
    {
        var evidence = SloEvidences.Of([.. Enumerable.Range(0, 12).Select(i => (10.0, i == 5 ? 100 * times : 100.0))], Window, SloEvidences.Quiet(Window - 720, 2));

        Assert.Equal(isDoubted, SloEvidences.Report(evidence, 99.9).Messages.Any(m => m.Contains("far more events than the others", StringComparison.Ordinal)));
    }

    private static SloEvidence Even() => SloEvidences.Of([.. Enumerable.Repeat((10.0, 100.0), 12)], Window, SloEvidences.Quiet(Window - 720, 2));
}
