namespace Operator.Core.Budgets;

/// <summary>One slice, checked.</summary>
/// <param name="Start">Its beginning.</param>
/// <param name="Seconds">Its length within the incident and the window, above 0.</param>
/// <param name="ErrorRatio">0 to 1; null without traffic or data.</param>
/// <param name="HasData">Whether Prometheus has something for it.</param>
/// <param name="Bounds">Of a slice that is longer than those that count: the least and the most seconds of bad ones in it; null otherwise.</param>
internal sealed record BudgetSlice(DateTimeOffset Start, double Seconds, double? ErrorRatio, bool HasData, (double Least, double Most)? Bounds = null)
{
    // A ratio that only the last bits of a fraction lift over the limit is at the limit.
    private const double Tolerance = 1e-9;

    /// <summary>At least so many of its seconds are bad.</summary>
    public double LeastBadSeconds(double budgetRatio) => Bounds?.Least ?? (IsBad(budgetRatio) ? Seconds : 0);

    /// <summary>At most so many of its seconds are bad.</summary>
    public double MostBadSeconds(double budgetRatio) => Bounds?.Most ?? (IsBad(budgetRatio) ? Seconds : 0);

    /// <summary>Whether more fails than a budget ratio lets; a slice without traffic is good.</summary>
    public bool IsBad(double budgetRatio) => ErrorRatio > budgetRatio + Tolerance;
}
