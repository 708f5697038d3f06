using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>OpenSLO's RatioTimeslices: consumed Σ ratio·Δ in [s,e] / (b · |W|), left 1 − mean ratio over W / b; a slice without traffic counts 0.</summary>
internal static class RatioTimeslicesCalculator
{
    public static BudgetFigure Calculate(BudgetInputs inputs)
    {
        if ((inputs.Contradiction ?? IncidentCoverage.WhyNot(inputs.MinuteSlices, inputs)) is { } why)
        {
            return inputs.Without(BudgetingMethod.RatioTimeslices, why);
        }

        var burned = inputs.MinuteSlices.Total(s => (s.ErrorRatio ?? 0) * s.Seconds) * IncidentCoverage.Unseen(inputs.MinuteSlices, inputs.IncidentSeconds);
        var budget = inputs.BudgetRatio * inputs.WindowSeconds;
        return BudgetFigures.Recorded(BudgetingMethod.RatioTimeslices, burned / budget, 1 - ((inputs.Before.ErrorRatioSeconds + burned) / budget));
    }
}
