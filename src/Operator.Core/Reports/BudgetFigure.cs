using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>Consumption and rest of an error budget by one method. Formulas: OpenSLO's budgeting methods.</summary>
public sealed record BudgetFigure
{
    /// <summary>The method.</summary>
    public required BudgetingMethod Method { get; init; }

    /// <summary>Whether there are values.</summary>
    public required FigureState State { get; init; }

    /// <summary>The share of the budget that this incident consumed, in percent; may exceed 100. The most that is possible where <see cref="LeastConsumedPercent"/> is set.</summary>
    public double? ConsumedPercent { get; init; }

    /// <summary>The least that the incident can have consumed, where sums were too coarse to tell exactly; null otherwise.</summary>
    public double? LeastConsumedPercent { get; init; }

    /// <summary>
    /// The share of the budget that is left at e, all causes counted, in percent; negative when overspent. The least that is possible where
    /// <see cref="MostRemainingPercent"/> is set. Null when it cannot be computed though consumption can.
    /// </summary>
    public double? RemainingPercent { get; init; }

    /// <summary>The most that can be left, where sums were too coarse to tell exactly; null otherwise.</summary>
    public double? MostRemainingPercent { get; init; }

    /// <summary>Why there is no value.</summary>
    public string? Message { get; init; }
}
