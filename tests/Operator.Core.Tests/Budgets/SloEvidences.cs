using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Budgets;

/// <summary>Evidence of one objective, minute by minute.</summary>
internal static class SloEvidences
{
    public static readonly DateTimeOffset Start = SampleIncident.Start;

    /// <summary>Evidence of minutes with good and bad events, and a quiet window before.</summary>
    public static SloEvidence Of(IReadOnlyList<(double Errors, double Total)> minutes, double windowSeconds, BeforeIncident? before = null)
    {
        var end = Start.AddMinutes(minutes.Count);
        return new SloEvidence
        {
            Name = "availability",
            Kind = SliKind.Ratio,
            CountSource = CountSource.RawSamples,
            Window = new TimeRange(end.AddSeconds(-windowSeconds), end),
            WindowSeconds = windowSeconds,
            Incident = new EventCounts(minutes.Sum(m => m.Errors), minutes.Sum(m => m.Total)),
            Slices = [.. minutes.Select((m, i) => Slice(i, m.Total > 0 ? m.Errors / m.Total : null, new EventCounts(m.Errors, m.Total)))],
            Before = before ?? Quiet(windowSeconds - (60 * minutes.Count), 0),
        };
    }

    /// <summary>Evidence of a raw indicator.</summary>
    public static SloEvidence Raw(IReadOnlyList<double?> ratios, double windowSeconds) => Of([.. ratios.Select(_ => (0.0, 0.0))], windowSeconds) with
    {
        Kind = SliKind.Raw,
        CountSource = null,
        Incident = null,
        Slices = [.. ratios.Select((r, i) => Slice(i, r, null))],
        Before = new BeforeIncident { BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = windowSeconds - (60 * ratios.Count) },
    };

    public static BeforeIncident Quiet(double seconds, double eventsPerSecond) =>
        new() { Counts = new EventCounts(0, Math.Max(0, seconds) * eventsPerSecond), BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = Math.Max(0, seconds) };

    public static SloReport Report(SloEvidence evidence, double objective, BudgetingMethod? method = null, double? sla = null, TimeSliceSpec? slice = null) =>
        SloReportBuilder.Build(Spec(evidence, objective, method, sla, slice), evidence, new TimeRange(Start, evidence.Window.End));

    public static SloSpec Spec(SloEvidence evidence, double objective, BudgetingMethod? method = null, double? sla = null, TimeSliceSpec? slice = null) => new()
    {
        Name = "availability",
        Objective = objective,
        BudgetingMethod = method,
        Sla = sla,
        TimeSlice = slice,
        Sli = evidence.Kind == SliKind.Raw
            ? new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = "r" } }
            : new SliSpec { Ratio = new RatioSliSpec { Errors = "e", Total = "t" } },
    };

    public static BudgetFigure Figure(this SloReport report, BudgetingMethod method) => report.Budgets.Single(b => b.Method == method);

    public static double? Consumed(this SloReport report, BudgetingMethod method) => report.Figure(method).ConsumedPercent;

    public static double? Remaining(this SloReport report, BudgetingMethod method) => report.Figure(method).RemainingPercent;

    private static SliSlice Slice(int minute, double? ratio, EventCounts? counts) =>
        new() { Start = Start.AddMinutes(minute), Seconds = 60, ErrorRatio = ratio, Counts = counts };
}
