using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>Makes figures of ratios.</summary>
internal static class BudgetFigures
{
    /// <summary>A figure between two: the pessimistic one, with the other as its bound.</summary>
    public static BudgetFigure Between(BudgetFigure least, BudgetFigure most) => most.State != FigureState.Recorded ? most : most with
    {
        LeastConsumedPercent = least.ConsumedPercent < most.ConsumedPercent ? least.ConsumedPercent : null,
        MostRemainingPercent = least.RemainingPercent > most.RemainingPercent ? least.RemainingPercent : null,
    };

    public static BudgetFigure Recorded(BudgetingMethod method, double consumed, double? remaining)
    {
        // An objective a hair below 100 % has a budget so small that a division overflows.
        if (!double.IsFinite(consumed * 100))
        {
            return new BudgetFigure { Method = method, State = FigureState.NotApplicable, Message = "the budget is too small to be divided by" };
        }

        var left = remaining is { } r && double.IsFinite(r * 100) ? r * 100 : (double?)null;
        return new BudgetFigure
        {
            Method = method,
            State = FigureState.Recorded,
            ConsumedPercent = consumed * 100,
            RemainingPercent = left,
            Message = left is null ? "what is left cannot be computed: the window before the incident could not be read" : null,
        };
    }
}
