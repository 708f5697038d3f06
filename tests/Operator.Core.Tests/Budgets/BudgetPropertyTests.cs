using CsCheck;
using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Tests.Budgets;

public sealed class BudgetPropertyTests
{
    private const double Window = 30 * 86_400;

    private static readonly Gen<List<(double Errors, double Total)>> Minutes =
        Gen.Select(Gen.Double[0, 1], Gen.Double[1, 1e6], (share, total) => (share * total, total)).List[1, 60];

    private static readonly Gen<BeforeIncident> Before = Gen.Select(
        Gen.Double[0, 1e9], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1],
        (total, share, bad, mean) => new BeforeIncident
        {
            Counts = new EventCounts(total * share, total),
            BadSeconds = bad * (Window - 3600),
            ErrorRatioSeconds = mean * (Window - 3600),
            CoveredSeconds = Window - 3600,
        });

    private static readonly BudgetingMethod[] Methods = Enum.GetValues<BudgetingMethod>();

    [Fact]
    public void With_uniform_traffic_Occurrences_and_RatioTimeslices_agree() =>
        Gen.Select(Gen.Double[0, 1].List[1, 60], Gen.Double[1, 1e6]).Sample((shares, perMinute) =>
        {
            var minutes = shares.Select(s => (s * perMinute, perMinute)).ToList();
            var report = SloEvidences.Report(SloEvidences.Of(minutes, Window, SloEvidences.Quiet(Window - (60 * shares.Count), perMinute / 60)), 99.9);

            AssertClose(report.Consumed(BudgetingMethod.Occurrences), report.Consumed(BudgetingMethod.RatioTimeslices));
            AssertClose(report.Remaining(BudgetingMethod.Occurrences), report.Remaining(BudgetingMethod.RatioTimeslices));
        });

    [Fact]
    public void When_everything_fails_all_three_methods_agree() =>
        Gen.Select(Gen.Int[1, 60], Gen.Double[1, 1e6]).Sample((length, perMinute) =>
        {
            var minutes = Enumerable.Repeat((perMinute, perMinute), length).ToList();
            var report = SloEvidences.Report(SloEvidences.Of(minutes, Window, SloEvidences.Quiet(Window - (60 * length), perMinute / 60)), 99.9);

            var expected = 100 * 60 * length / (0.001 * Window);
            Assert.All(Methods, method => AssertClose(expected, report.Consumed(method)));
        });

    [Fact]
    public void When_nothing_fails_nothing_is_consumed_whatever_the_traffic() =>
        Gen.Double[1, 1e6].List[1, 60].Sample(totals =>
        {
            var report = SloEvidences.Report(SloEvidences.Of([.. totals.Select(t => (0.0, t))], Window), 99.9);

            Assert.All(Methods, method => Assert.Equal((0.0, 100.0), (report.Consumed(method), report.Remaining(method))));
        });

    [Fact]
    public void Consumed_and_remaining_are_all_when_nothing_else_burned() =>
        Gen.Select(Minutes, Gen.Double[0, 1e6]).Sample((minutes, perSecond) =>
        {
            var report = SloEvidences.Report(SloEvidences.Of(minutes, Window, SloEvidences.Quiet(Window - (60 * minutes.Count), perSecond)), 99.9);

            Assert.All(Methods, method => AssertClose(100, report.Consumed(method) + report.Remaining(method)));
        });

    [Fact]
    public void What_others_burned_is_the_rest() =>
        Gen.Select(Minutes, Before).Sample((minutes, before) =>
        {
            var report = SloEvidences.Report(SloEvidences.Of(minutes, Window, before), 99.9);

            AssertClose(100 - (before.BadSeconds / (0.001 * Window) * 100), report.Consumed(BudgetingMethod.Timeslices) + report.Remaining(BudgetingMethod.Timeslices));
        });

    [Fact]
    public void More_errors_never_leave_more_budget() =>
        Gen.Select(Minutes, Before, Gen.Int[0, 59], Gen.Double[0, 1]).Sample((minutes, before, which, share) =>
        {
            var i = which % minutes.Count;
            var worse = minutes.ToList();
            worse[i] = (minutes[i].Errors + (share * (minutes[i].Total - minutes[i].Errors)), minutes[i].Total);

            var less = SloEvidences.Report(SloEvidences.Of(minutes, Window, before), 99.9);
            var more = SloEvidences.Report(SloEvidences.Of(worse, Window, before), 99.9);

            Assert.All(Methods, method =>
            {
                Assert.True(more.Consumed(method) >= less.Consumed(method) - Noise(less.Consumed(method)));
                Assert.True(more.Remaining(method) <= less.Remaining(method) + Noise(less.Remaining(method)));
            });
        });

    [Fact]
    public void The_order_of_slices_does_not_matter() =>
        Gen.Select(Minutes, Gen.Int).Sample((minutes, seed) =>
        {
            var evidence = SloEvidences.Of(minutes, Window);
            var shuffled = evidence with { Slices = [.. evidence.Slices.OrderBy(s => HashCode.Combine(seed, s.Start))] };

            var a = SloEvidences.Report(evidence, 99.9);
            var b = SloEvidences.Report(shuffled, 99.9);

            Assert.Equal(a.Budgets, b.Budgets);
            Assert.Equal((a.SliAveragePercent, a.SliMinimumPercent, a.SecondsBelowObjective), (b.SliAveragePercent, b.SliMinimumPercent, b.SecondsBelowObjective));
        });

    [Fact]
    public void The_objective_is_missed_exactly_when_the_indicator_over_the_window_is_below_it() =>
        Gen.Select(Minutes, Before, Gen.Enum<BudgetingMethod>()).Sample((minutes, before, method) =>
        {
            var report = SloEvidences.Report(SloEvidences.Of(minutes, Window, before), 99.9, method);

            Assert.Equal(report.SliWindowPercent < 99.9 - 1e-9, report.ObjectiveMissed);
        });

    private static void AssertClose(double? expected, double? actual) => Assert.Equal(expected!.Value, actual!.Value, 1e-9 * Math.Max(1, Math.Abs(expected.Value)));

    private static double Noise(double? value) => 1e-9 * Math.Max(1, Math.Abs(value!.Value));
}
