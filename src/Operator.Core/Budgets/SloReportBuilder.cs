using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>All figures of one objective.</summary>
internal static class SloReportBuilder
{
    // What only the last bits of a fraction make negative or less is neither.
    private const double Hair = 1e-9;

    private const string CountedTwice = "methods contradict each other: the incident's requests, counted at once and slice by slice, are not the same; do not trust either before the samples were looked at (a counter that falls by little counts as restarted in rate() and increase())";

    public static SloReport Build(SloSpec slo, SloEvidence evidence, TimeRange incident)
    {
        var builder = new BudgetInputsBuilder(slo, evidence, incident);
        var inputs = builder.Build();
        if (inputs.IncidentSeconds <= 0)
        {
            return Without(slo, evidence.WindowSeconds, FigureState.NotApplicable, "the incident does not lie in the budget's window");
        }

        var whole = builder.BuildWhole();
        BudgetFigure[] budgets = [OccurrencesCalculator.Calculate(inputs), TimeslicesCalculator.Calculate(inputs), RatioTimeslicesCalculator.Calculate(inputs)];
        var method = SloTerms.Method(slo);
        var chosen = budgets.First(b => b.Method == method);

        // Between two bounds, what is compared with a limit is told only where both are on the same side of it.
        var (left, mostLeft) = (chosen.RemainingPercent, chosen.MostRemainingPercent ?? chosen.RemainingPercent);
        var (errorRatio, lowest) = Indicator(whole);
        var (windowSli, mostSli) = (WindowSli(left), WindowSli(mostLeft));
        var (state, covered, message) = CompletenessCalculator.Calculate(inputs, evidence.Kind, evidence.Window, SloTerms.SliceWindow(slo));
        return new SloReport
        {
            Name = slo.Name,
            Objective = slo.Objective,
            Window = slo.Window,
            WindowSeconds = Finite(evidence.WindowSeconds) ?? 0,
            Method = method,
            Budgets = budgets,
            SliAveragePercent = 100 * (1 - errorRatio),
            SliMinimumPercent = 100 * (1 - lowest),
            SliceSeconds = Longest(whole.Slices),
            SliWindowPercent = chosen.MostRemainingPercent is null ? windowSli : null,
            SecondsBelowObjective = SecondsBelow(whole),
            Incident = OccurrencesCalculator.WhyNoEvents(whole) is null ? whole.Incident : null,
            ContradictingSlices = SloDoubts.Contradicting(evidence, whole),
            CountSource = evidence.CountSource,
            BurnRate = Finite(errorRatio / inputs.BudgetRatio),
            BreachedDuringIncident = errorRatio is null ? null : errorRatio > inputs.BudgetRatio + Hair,
            ObjectiveMissed = Below(left, mostLeft, 0),
            SlaPercent = slo.Sla,
            SlaBreached = slo.Sla is { } sla ? Below(windowSli, mostSli, sla) : null,
            Completeness = state,
            CoveredSeconds = covered,
            CompletenessMessage = message,
            StepSecondsBefore = inputs.Before.MostBadSeconds is null ? null : inputs.Before.StepSeconds,
            Series = Series(evidence),
            Rates = EventRates.Of(evidence),
            BudgetLeft = BudgetCourse.Of(inputs, evidence, chosen),
            Messages = Messages(slo, evidence, incident, budgets, whole),
        };

        double? WindowSli(double? remaining) => 100 * (1 - ((1 - (remaining / 100)) * inputs.BudgetRatio));
    }

    /// <summary>The report of an objective about which nothing was read.</summary>
    public static SloReport Without(SloSpec slo, double windowSeconds, FigureState state, string why) => new()
    {
        Name = slo.Name,
        Objective = slo.Objective,
        Window = slo.Window,
        WindowSeconds = Finite(windowSeconds) ?? 0,
        Method = SloTerms.Method(slo),
        Budgets = [.. Enum.GetValues<BudgetingMethod>().Select(m => new BudgetFigure { Method = m, State = state, Message = why })],
        SlaPercent = slo.Sla,
        Messages = [why],
    };

    private static (double? ErrorRatio, double? Lowest) Indicator(BudgetInputs inputs)
    {
        if (inputs.Contradiction is not null)
        {
            return (null, null);
        }

        var traffic = IncidentCoverage.WhyNot(inputs.Slices, inputs) is null ? inputs.Slices.Where(s => s.ErrorRatio is not null).ToList() : [];
        double? mean = traffic.Count == 0 ? null : traffic.Total(s => s.ErrorRatio!.Value * s.Seconds) / traffic.Total(s => s.Seconds);
        var byEvents = OccurrencesCalculator.WhyNoEvents(inputs) is null ? inputs.Incident!.Value.Errors / inputs.Incident.Value.Total : (double?)null;
        return (byEvents ?? (inputs.Incident is null ? mean : null), Highest(traffic));
    }

    private static double? Highest(List<BudgetSlice> slices)
    {
        double? highest = null;
        foreach (var slice in slices)
        {
            highest = highest >= slice.ErrorRatio ? highest : slice.ErrorRatio;
        }

        return highest;
    }

    // The first and the last may be cut off.
    private static double? Longest(IReadOnlyList<BudgetSlice> slices)
    {
        double? longest = null;
        foreach (var slice in slices)
        {
            longest = longest >= slice.Seconds ? longest : slice.Seconds;
        }

        return longest;
    }

    private static double? SecondsBelow(BudgetInputs inputs) =>
        inputs.Contradiction is null && IncidentCoverage.WhyNot(inputs.Slices, inputs) is null && inputs.Slices.All(s => s.Bounds is null)
            ? inputs.Slices.Where(s => s.IsBad(inputs.BudgetRatio)).Total(s => s.Seconds)
            : null;

    private static IReadOnlyList<SliPoint> Series(SloEvidence evidence) =>
        [.. evidence.Series
            // A negative zero is zero.
            .Select(p => new SliPoint(p.At, p.Value is >= 0 and <= 1 ? p.Value + 0.0 : null))
            .InOrder((a, b) => a.At.CompareTo(b.At) is var at and not 0 ? at : Sequences.Compare(a.Value, b.Value))];

    private static IReadOnlyList<string> Messages(SloSpec slo, SloEvidence evidence, TimeRange incident, BudgetFigure[] budgets, BudgetInputs whole)
    {
        var missing = IncidentCoverage.MissingSeconds(whole.Slices, whole.IncidentSeconds);
        IEnumerable<string?> all =
        [
            .. SloDoubts.OfTargets(slo),
            .. evidence.Problems.Select(p => p.Message).Order(StringComparer.Ordinal),
            budgets.First(b => b.Method == SloTerms.Method(slo)).Message,
            whole.Slices.Count > 0 && missing >= 1 ? IncidentCoverage.Missing(missing, whole) : null,
            SloDoubts.OfSlices(evidence, whole),
            SloDoubts.Contradicting(evidence, whole) is null ? null : CountedTwice,
            Resolution(evidence.Before),
            evidence.Window.Start > incident.Start ? "the incident began before the budget's window; only its part in the window consumes this budget" : null,
            .. evidence.Notes,
        ];
        return [.. all.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static string? Resolution(BeforeIncident? before) => before is { MostBadSeconds: { } most, BadSeconds: { } least, StepSeconds: { } step }
        ? $"before the incident, slices were summed up in steps of {Text(step)}: between {Text(least)} and {Text(most)} were bad"
        : null;

    private static string Text(double seconds) => DurationFormat.Format(DurationFormat.ToMillisecond(Math.Max(0, seconds)));

    private static bool? Below(double? least, double? most, double limit) =>
        most < limit - Hair ? true : least >= limit - Hair ? false : null;

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
