namespace Operator.Core.Sums;

/// <summary>What makes a slice bad.</summary>
/// <param name="SliceSeconds">How long it is, above 0.</param>
/// <param name="BudgetRatio">A higher error ratio is bad.</param>
/// <param name="IsRatio">Whether what was summed is a ratio and not events.</param>
public readonly record struct SliceJudgement(double SliceSeconds, double BudgetRatio, bool IsRatio)
{
    /// <summary>A ratio that only the last bits of a fraction lift over the limit is at the limit.</summary>
    internal const double Tolerance = 1e-9;
}
