using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>OpenSLO's Timeslices: consumed bad seconds in [s,e] / (b · |W|), left 1 − bad seconds in W / (b · |W|).</summary>
internal static class TimeslicesCalculator
{
    public static BudgetFigure Calculate(BudgetInputs inputs)
    {
        if ((inputs.Contradiction ?? IncidentCoverage.WhyNot(inputs.Slices, inputs)) is { } why)
        {
            return inputs.Without(BudgetingMethod.Timeslices, why);
        }

        var budget = inputs.BudgetRatio * inputs.WindowSeconds;
        var before = inputs.Before;
        var unseen = IncidentCoverage.Unseen(inputs.Slices, inputs.IncidentSeconds);
        return BudgetFigures.Between(
            Figure(unseen * inputs.Slices.Total(s => s.LeastBadSeconds(inputs.SliceBudgetRatio)), before.BadSeconds),
            Figure(unseen * inputs.Slices.Total(s => s.MostBadSeconds(inputs.SliceBudgetRatio)), before.MostBadSeconds ?? before.BadSeconds));

        BudgetFigure Figure(double bad, double? badBefore) => BudgetFigures.Recorded(BudgetingMethod.Timeslices, bad / budget, 1 - ((badBefore + bad) / budget));
    }
}
