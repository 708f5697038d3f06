namespace Operator.Core.Budgets;

/// <summary>One slice, checked.</summary>
/// <param name="Start">Its beginning.</param>
/// <param name="Seconds">Its length within the incident and the window, above 0.</param>
/// <param name="ErrorRatio">0 to 1; null without traffic or data.</param>
/// <param name="HasData">Whether Prometheus has something for it.</param>
internal sealed record BudgetSlice(DateTimeOffset Start, double Seconds, double? ErrorRatio, bool HasData)
{
    // A ratio that only the last bits of a fraction lift over the limit is at the limit.
    private const double Tolerance = 1e-9;

    /// <summary>Whether more fails than a budget ratio lets; a slice without traffic is good.</summary>
    public bool IsBad(double budgetRatio) => ErrorRatio > budgetRatio + Tolerance;
}
