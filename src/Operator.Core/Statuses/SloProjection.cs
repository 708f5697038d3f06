using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>One objective's figures, rounded.</summary>
internal static class SloProjection
{
    private const int LongestMessage = 1024;

    public static SloStatus Project(SloReport slo)
    {
        var others = slo.Budgets
            .Where(b => b.Method != slo.Method && b.ConsumedPercent is not null)
            .InOrder((a, b) => a.Method - b.Method)
            .ToDictionary(b => b.Method.ToString(), b => Rounding.Budget(b.ConsumedPercent)!.Value, StringComparer.Ordinal);
        return new SloStatus
        {
            Name = slo.Name,
            Objective = slo.Objective,
            Window = slo.Window,
            Method = slo.Method,
            State = slo.Budget?.State ?? FigureState.NotApplicable,
            SliAverage = Rounding.Indicator(slo.SliAveragePercent),
            SliMinimum = Rounding.Indicator(slo.SliMinimumPercent),
            SecondsBelowObjective = Rounding.Seconds(slo.SecondsBelowObjective),
            BadEvents = Rounding.Count(slo.Incident?.Errors),
            TotalEvents = Rounding.Count(slo.Incident?.Total),
            BudgetConsumedPercent = Rounding.Budget(slo.Budget?.ConsumedPercent),
            BudgetConsumedAtLeastPercent = Rounding.Budget(slo.Budget?.LeastConsumedPercent),
            BudgetRemainingPercent = Rounding.Budget(slo.Budget?.RemainingPercent),
            BudgetRemainingAtMostPercent = Rounding.Budget(slo.Budget?.MostRemainingPercent),
            Resolution = slo.StepSecondsBefore is { } step ? $"{PrometheusDuration.Format(TimeSpan.FromSeconds(step))} before the incident" : null,
            BurnRate = Rounding.Budget(slo.BurnRate),
            BreachedDuringIncident = slo.BreachedDuringIncident,
            ObjectiveMissed = slo.ObjectiveMissed,
            SlaBreached = slo.SlaBreached,
            Completeness = slo.Completeness is { } state
                ? new CompletenessStatus { State = state, CoveredSeconds = Rounding.Seconds(slo.CoveredSeconds), Message = slo.CompletenessMessage }
                : null,
            OtherMethods = others.Count == 0 ? null : others,
            Message = slo.Messages.Count == 0 ? null : Texts.Line(string.Join("; ", slo.Messages), LongestMessage),
        };
    }
}
