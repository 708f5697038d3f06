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

        var bad = inputs.Slices.Where(s => s.IsBad(inputs.SliceBudgetRatio)).Total(s => s.Seconds);
        var budget = inputs.BudgetRatio * inputs.WindowSeconds;
        return BudgetFigures.Recorded(BudgetingMethod.Timeslices, bad / budget, 1 - ((inputs.Before.BadSeconds + bad) / budget));
    }
}
