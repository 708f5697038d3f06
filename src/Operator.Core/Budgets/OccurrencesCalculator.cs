using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>OpenSLO's Occurrences: consumed B([s,e]) / (b · N(W)), left 1 − B(W) / (b · N(W)).</summary>
internal static class OccurrencesCalculator
{
    public static BudgetFigure Calculate(BudgetInputs inputs)
    {
        if (WhyNot(inputs) is { } why)
        {
            return inputs.Without(BudgetingMethod.Occurrences, why);
        }

        var incident = inputs.Incident!.Value;
        var before = inputs.Before.Counts!.Value;
        var budget = inputs.BudgetRatio * (before.Total + incident.Total);
        return BudgetFigures.Recorded(BudgetingMethod.Occurrences, incident.Errors / budget, 1 - ((before.Errors + incident.Errors) / budget));
    }

    /// <summary>Why the incident's events are not known; null when they are and there are some.</summary>
    public static string? WhyNoEvents(BudgetInputs inputs)
    {
        if ((inputs.Contradiction ?? (inputs.Incident is null ? inputs.Problem ?? "the indicator has no event counts" : null)) is { } why)
        {
            return why;
        }

        var missing = inputs.CountsBridgeGaps ? IncidentCoverage.NotBridgedSeconds(inputs)
            : inputs.Slices.Count == 0 ? 0
            : IncidentCoverage.MissingSeconds(inputs.Slices, inputs.IncidentSeconds);
        if (missing > IncidentCoverage.MostMissing * inputs.IncidentSeconds)
        {
            return IncidentCoverage.Missing(missing, inputs);
        }

        return inputs.Incident!.Value.Total > 0 ? null : "there was no traffic during the incident";
    }

    private static string? WhyNot(BudgetInputs inputs) => WhyNoEvents(inputs)
        ?? (inputs.Before.Counts is null ? inputs.Problem ?? "the events of the window before the incident are not known" : null);
}
