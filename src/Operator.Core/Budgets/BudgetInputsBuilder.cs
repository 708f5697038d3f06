using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Budgets;

/// <summary>Checks the evidence of one objective; nothing that is not finite and in its range gets past.</summary>
/// <param name="slo">The objective.</param>
/// <param name="evidence">What was read.</param>
/// <param name="incident">The incident over which it was read, longer than nothing.</param>
internal sealed class BudgetInputsBuilder(SloSpec slo, SloEvidence evidence, TimeRange incident)
{
    private readonly string _field = $"spec.slos[{slo.Name}]";

    // An incident longer than its window, or across the end of a month, spends only what lies in the window.
    private TimeRange InWindow => new(Instants.Min(Instants.Max(incident.Start, evidence.Window.Start), incident.End), incident.End);

    /// <summary>Over the part of the incident that lies in the window: what spends budget.</summary>
    public BudgetInputs Build() => Build(InWindow);

    /// <summary>Over the whole incident: what the indicator was.</summary>
    public BudgetInputs BuildWhole() => Build(incident);

    private BudgetInputs Build(TimeRange range)
    {
        var checker = new SliceChecker(range, evidence.Kind);
        var slices = checker.Check(evidence.Slices);
        var minutes = evidence.MinuteSlices.Count == 0 ? slices : checker.Check(evidence.MinuteSlices);
        var whole = CheckedCounts.Of(evidence.Incident, _field);
        var counts = range == incident ? whole : CheckedCounts.Of(whole.Counts is null ? null : checker.Sum(evidence.Slices), _field);
        var objective = SloTerms.BudgetRatio(slo.Objective);
        var target = SloTerms.BudgetRatio(SloTerms.SliceTarget(slo));
        var terms = objective is null || target is null ? $"{_field}: objective and timeSlice.target must be between 0 and 100"
            : evidence.WindowSeconds is > 0 and < 1e12 ? null
            : $"{_field}.window: its length is not known";
        var problems = evidence.Problems.OrderBy(p => p.Message, StringComparer.Ordinal).ToList();
        return new BudgetInputs
        {
            BudgetRatio = objective ?? 1,
            SliceBudgetRatio = target ?? 1,
            WindowSeconds = evidence.WindowSeconds,
            IncidentSeconds = range.Seconds,
            Slices = slices,
            MinuteSlices = minutes,
            Incident = counts.Counts,
            Before = CheckBefore(Math.Max(0, (range.Start - evidence.Window.Start).TotalSeconds)),
            // Gaps are told only of what was read as counters.
            CountsBridgeGaps = evidence.Kind == SliKind.Ratio || (evidence.Kind == SliKind.Events && evidence.Gaps is not null),
            LostGaps = [.. (evidence.Gaps ?? [])
                .Where(g => !g.Bridged && g.End > range.Start && g.Start < range.End)
                .Select(g => g with { Start = Instants.Max(g.Start, range.Start), End = Instants.Min(g.End, range.End) })
                .InOrder((a, b) => a.Start.CompareTo(b.Start))],
            Problem = problems.Count == 0 ? null : string.Join("; ", problems.Select(p => p.Message).Distinct(StringComparer.Ordinal)),
            Contradiction = terms ?? whole.Contradiction ?? checker.Contradiction
                ?? problems.Find(p => string.Equals(p.Reason, Reasons.QueryResultInvalid, StringComparison.Ordinal))?.Message,
        };
    }

    private BeforeIncident CheckBefore(double seconds)
    {
        if (seconds <= 0)
        {
            return new BeforeIncident { Counts = new EventCounts(0, 0), BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = 0 };
        }

        var before = evidence.Before ?? new BeforeIncident();
        return new BeforeIncident
        {
            Counts = CheckedCounts.Of(before.Counts, _field).Counts,
            BadSeconds = Bounded(before.BadSeconds, seconds),
            MostBadSeconds = before.MostBadSeconds is { } most && most >= before.BadSeconds ? Bounded(most, seconds) : null,
            StepSeconds = before.StepSeconds,
            ErrorRatioSeconds = Bounded(before.ErrorRatioSeconds, seconds),
            CoveredSeconds = Bounded(before.CoveredSeconds, seconds),
        };
    }

    // Slices aligned by the server may reach a little over the ends.
    private static double? Bounded(double? value, double most) => value is { } v && v >= 0 && double.IsFinite(v) ? Math.Min(v, most) : null;
}
