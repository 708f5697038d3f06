namespace Operator.Core.Reports;

/// <summary>What was left of the error budget at a moment, by the chosen method, for the chart.</summary>
/// <param name="At">The moment.</param>
/// <param name="RemainingPercent">The share of the budget in percent; negative when overspent.</param>
public sealed record BudgetPoint(DateTimeOffset At, double RemainingPercent);
