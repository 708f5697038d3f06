using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Budgets;

/// <summary>
/// What was left of the budget through the window. Sums over stretches miss what the figures count (first values, corrections), so that
/// each part of the course is made to end where the figures say.
/// </summary>
internal static class BudgetCourse
{
    /// <summary>The course by one method; empty when the way before the incident, or a figure, is not known.</summary>
    public static IReadOnlyList<BudgetPoint> Of(BudgetInputs inputs, SloEvidence evidence, BudgetFigure figure)
    {
        if (figure is not { State: FigureState.Recorded, ConsumedPercent: { } consumed, RemainingPercent: { } left } || Before(evidence, figure.Method) is not { } before)
        {
            return [];
        }

        var points = new List<BudgetPoint> { new(evidence.Window.Start, 100) };
        Append(points, before, left + consumed);
        Append(points, Incident(inputs, evidence, figure.Method), left);
        return points;
    }

    // Only the proportions of what was spent count.
    private static void Append(List<BudgetPoint> points, IReadOnlyList<Spending> stretches, double endsAt)
    {
        var beginsAt = points[^1].RemainingPercent;
        var all = stretches.Total(s => s.Spent);
        var spent = 0.0;
        foreach (var stretch in stretches)
        {
            spent += stretch.Spent;
            var share = all > 0 ? spent / all : 0;
            points.Add(new BudgetPoint(stretch.End, beginsAt + (share * (endsAt - beginsAt))));
        }

        if (stretches.Count > 0)
        {
            points[^1] = points[^1] with { RemainingPercent = endsAt };
        }
    }

    private static List<Spending>? Before(SloEvidence evidence, BudgetingMethod method)
    {
        if (evidence.Before?.Course is not { } course)
        {
            return null;
        }

        var stretches = new List<Spending>();
        var last = evidence.Window.Start;
        foreach (var stretch in course)
        {
            var spent = method switch
            {
                BudgetingMethod.Timeslices => stretch.BadSeconds,
                BudgetingMethod.RatioTimeslices => stretch.ErrorRatioSeconds,
                _ => stretch.Counts?.Errors,
            };
            if (spent is not (>= 0 and < 1e15) || stretch.End <= last || stretch.End > evidence.Window.End)
            {
                return null;
            }

            stretches.Add(new Spending(stretch.End, spent.Value));
            last = stretch.End;
        }

        return stretches;
    }

    private static List<Spending> Incident(BudgetInputs inputs, SloEvidence evidence, BudgetingMethod method)
    {
        if (method == BudgetingMethod.Occurrences)
        {
            return [.. evidence.Slices.Where(s => s is { Counts: { Errors: >= 0 and < 1e15 }, Seconds: > 0 and < 1e9 } && s.Start >= evidence.Window.Start)
                .InOrder((a, b) => a.Start.CompareTo(b.Start) is not 0 and var start ? start : a.Counts!.Value.Errors.CompareTo(b.Counts!.Value.Errors))
                .Select(s => new Spending(Instants.Add(s.Start, TimeSpan.FromSeconds(s.Seconds)), s.Counts!.Value.Errors))
                .DefaultIfEmpty(new Spending(evidence.Window.End, 1))];
        }

        return method == BudgetingMethod.Timeslices
            ? [.. inputs.Slices.Select(s => new Spending(End(s), s.MostBadSeconds(inputs.SliceBudgetRatio)))]
            : [.. inputs.MinuteSlices.Select(s => new Spending(End(s), (s.ErrorRatio ?? 0) * s.Seconds))];

        static DateTimeOffset End(BudgetSlice slice) => Instants.Add(slice.Start, TimeSpan.FromSeconds(slice.Seconds));
    }

    /// <summary>What was spent up to a moment since the one before, in any unit.</summary>
    private sealed record Spending(DateTimeOffset End, double Spent);
}
