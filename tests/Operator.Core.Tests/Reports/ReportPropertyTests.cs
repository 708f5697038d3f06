using System.Text.Json;
using CsCheck;
using Operator.Api;
using Operator.Api.Json;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Testing;

namespace Operator.Core.Tests.Reports;

public sealed class ReportPropertyTests
{
    private static readonly DateTimeOffset T0 = SampleIncident.Start;
    private static readonly DateTimeOffset Now = SampleIncident.CollectedAt;

    private static readonly Gen<double> Wild = Gen.OneOf(
        Pick(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 0.0, -0.0, 1.0, 60.0, 1e15, 9.1e15),
        Gen.Double[-2, 2],
        Gen.Double[-1e9, 1e9]);

    private static readonly Gen<double?> WildOrNone = Wild.Nullable();

    private static readonly Gen<DateTimeOffset> WildTime = Gen.OneOf(
        Gen.Int[-7200, 7200].Select(s => T0.AddSeconds(s)),
        Pick(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, T0, SampleIncident.End));

    private static readonly Gen<SampleRun> WildRun = Gen.Select(WildTime, WildTime, Gen.Int[-5, 50], (a, b, n) => new SampleRun(a, b, n));

    private static readonly Gen<AlertSeries> WildAlert = Gen.Select(
        Pick("A", "B"), Pick("x", "y"), Gen.Select(WildOrNone, WildOrNone), WildRun.List[0, 3], WildRun.List[0, 3], Gen.Select(WildTime, WildRun, (t, r) => new ActiveAt(t, r)).List[0, 2],
        Gen.Select(Gen.Bool, WildRun.List[0, 2], WildRun.List[0, 2], Gen.Int[0, 3]),
        (name, label, seconds, pending, firing, active, more) => new AlertSeries
        {
            Name = name,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["l"] = label },
            IntervalSeconds = seconds.Item1,
            KeepFiringSeconds = seconds.Item2,
            Pending = pending,
            Firing = firing,
            ActiveAt = active,
            StartUnknown = more.Item1,
            Recovering = more.Item2,
            NoData = more.Item3,
            MergedLabels = more.Item4 == 0 ? null : [new MergedLabel("replica", more.Item4, more.Item4 == 3)],
        });

    private static readonly Gen<EventCounts?> WildCounts = Gen.Select(Wild, Wild, (e, t) => new EventCounts(e, t)).Nullable();

    private static readonly Gen<SliSlice> WildSlice = Gen.Select(WildTime, Wild, WildOrNone, WildCounts, Gen.Bool, (start, seconds, ratio, counts, data) =>
        new SliSlice { Start = start, Seconds = seconds, ErrorRatio = ratio, Counts = counts, HasData = data });

    private static readonly Gen<WindowStretch> WildStretch = Gen.Select(WildTime, WildCounts, Wild, Wild, (end, counts, bad, ratio) =>
        new WindowStretch { End = end, Counts = counts, BadSeconds = bad, ErrorRatioSeconds = ratio });

    private static readonly Gen<BeforeIncident?> WildBefore = Gen.Select(WildCounts, WildOrNone, WildOrNone, WildOrNone, WildStretch.List[0, 3], (counts, bad, ratio, covered, course) =>
        (BeforeIncident?)new BeforeIncident { Counts = counts, BadSeconds = bad, ErrorRatioSeconds = ratio, CoveredSeconds = covered, Course = course });

    private static readonly Gen<SloEvidence> WildSlo = Gen.Select(
        Gen.Enum<SliKind>(), WildRange(), Wild, WildCounts, Gen.Select(WildSlice.List[0, 4], WildSlice.List[0, 3]), WildBefore, Gen.Select(WildTime, WildOrNone, WildOrNone, WildOrNone, (t, v, total, errors) => new SliPoint(t, v, total, errors)).List[0, 3],
        (kind, window, seconds, counts, slices, before, series) => new SloEvidence
        {
            Name = "availability",
            Kind = kind,
            Window = window,
            WindowSeconds = seconds,
            Incident = counts,
            Slices = slices.Item1,
            MinuteSlices = slices.Item2,
            Before = before,
            Series = series,
        });

    private static readonly Gen<IncidentEvidence> WildEvidence = Gen.Select(
        WildTime, WildAlert.List[0, 3], WildSlo, Gen.Select(WildOrNone, WildOrNone, WildOrNone), Gen.Bool,
        (at, alerts, slo, impact, known) => new IncidentEvidence
        {
            CollectedAt = at,
            SearchWindow = known ? new TimeRange(T0.AddHours(-1), T0.AddHours(1)) : null,
            Incident = known ? SampleIncident.Range : null,
            Alerts = alerts,
            Slos = [slo],
            Impact = new ImpactEvidence { AffectedUsers = impact.Item1, TotalUsers = impact.Item2, FailedRequests = impact.Item3 },
        });

    [Fact]
    public void Whatever_a_server_sends_no_figure_is_other_than_a_number_in_its_range() =>
        Gen.Select(WildEvidence, Gen.Enum<BudgetingMethod>(), Gen.Bool).Sample((evidence, method, manual) =>
        {
            var resource = SampleIncident.Resource(method);
            resource = resource with { Spec = manual ? resource.Spec with { Timeline = [] } : resource.Spec };

            var report = IncidentReportBuilder.Build(resource, evidence, Now);
            var status = StatusProjection.Project(report);

            AssertSound(report);

            // The writer refuses NaN and infinities.
            JsonSerializer.SerializeToUtf8Bytes(status, PostMortemJsonContext.Default.PostMortemStatus);
        }, iter: 100_000);

    [Fact]
    public void The_order_of_what_goes_in_does_not_change_what_comes_out() =>
        Gen.Select(WildEvidence, Gen.Int).Sample((evidence, seed) =>
        {
            var resource = SampleIncident.Resource();
            var slo = evidence.Slos[0];
            var shuffledResource = resource with { Spec = resource.Spec with { Timeline = Shuffle(resource.Spec.Timeline, seed) } };
            var shuffled = evidence with
            {
                Alerts = [.. Shuffle(evidence.Alerts, seed).Select(a => a with { Pending = Shuffle(a.Pending, seed), Firing = Shuffle(a.Firing, seed), Recovering = Shuffle(a.Recovering!, seed), NoData = Shuffle(a.NoData!, seed), ActiveAt = Shuffle(a.ActiveAt, seed) })],
                Slos = [slo with { Slices = Shuffle(slo.Slices, seed), MinuteSlices = Shuffle(slo.MinuteSlices, seed), Series = Shuffle(slo.Series, seed) }],
            };

            Assert.Equal(Text(resource, evidence), Text(shuffledResource, shuffled));
        }, iter: 10_000);

    [Fact]
    public void The_same_evidence_gives_the_same_status_byte_for_byte() =>
        Assert.Equal(Text(SampleIncident.Resource(), SampleIncident.Evidence()), Text(SampleIncident.Resource(), SampleIncident.Evidence()));

    private static Gen<TimeRange> WildRange() => Gen.Select(WildTime, Gen.Int[0, 3_000_000], (end, length) =>
        new TimeRange(end.UtcTicks < TimeSpan.FromDays(60).Ticks ? DateTimeOffset.MinValue : end.AddSeconds(-length), end));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static IReadOnlyList<T> Shuffle<T>(IReadOnlyList<T> list, int seed) =>
        [.. list.Select((item, i) => (item, i)).OrderBy(p => HashCode.Combine(seed, p.i)).Select(p => p.item)];

    private static string Text(PostMortem resource, IncidentEvidence evidence)
    {
        var report = IncidentReportBuilder.Build(resource, evidence, Now);
        var status = StatusProjection.Project(report);
        return JsonSerializer.Serialize(status, PostMortemJsonContext.Default.PostMortemStatus)
            + string.Join('\n', ReportConditions.Of(report)) + string.Join('\n', report.Timeline) + string.Join('\n', report.Warnings) + string.Join('\n', report.Slos.Single().Series);
    }

    private static void AssertSound(IncidentReport report)
    {
        Assert.All(report.Durations, d => Assert.False(d.Value < TimeSpan.Zero));
        foreach (var slo in report.Slos)
        {
            AssertWithin(slo.SliAveragePercent, 0, 100);
            AssertWithin(slo.SliMinimumPercent, 0, 100);
            AssertWithin(slo.SecondsBelowObjective, 0, Math.Max(report.Incident?.Seconds ?? 0, SampleIncident.Range.Seconds));
            AssertWithin(slo.BurnRate, 0, double.MaxValue);
            AssertWithin(slo.SliWindowPercent, double.MinValue, 100.000001);
            AssertWithin(slo.CoveredSeconds, 0, double.MaxValue);
            AssertWithin(slo.Incident?.Errors, 0, slo.Incident?.Total ?? 0);
            Assert.All(slo.Series, p => AssertWithin(p.Value, 0, 1));
            foreach (var budget in slo.Budgets)
            {
                AssertWithin(budget.ConsumedPercent, 0, double.MaxValue);
                AssertWithin(budget.RemainingPercent, double.MinValue, 100.000001);
                Assert.Equal(budget.State == FigureState.Recorded, budget.ConsumedPercent is not null);
            }
        }
    }

    private static void AssertWithin(double? value, double least, double most)
    {
        if (value is { } v)
        {
            Assert.True(v >= least && v <= most, $"{v} is not in [{least}, {most}]");
        }
    }
}
