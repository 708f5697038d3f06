using System.Globalization;
using Operator.Api;

namespace Operator.Core.Budgets;

/// <summary>What an objective's spec means once its defaults are filled in.</summary>
public static class SloTerms
{
    /// <summary>The slices of method RatioTimeslices, and of the other methods' comparison.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestSlice = TimeSpan.FromSeconds(10);

    /// <summary>The method that counts: as stated, else Occurrences, or RatioTimeslices where the indicator has no counts.</summary>
    /// <param name="slo">The objective.</param>
    public static BudgetingMethod Method(SloSpec slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        return slo.BudgetingMethod ?? (slo.Sli.Raw is null ? BudgetingMethod.Occurrences : BudgetingMethod.RatioTimeslices);
    }

    /// <summary>The length of the slices by which Timeslices counts; one minute unless that method is chosen and says otherwise.</summary>
    /// <param name="slo">The objective.</param>
    /// <exception cref="FailureException">The window is not a duration, or shorter than 10 s, or longer than a day.</exception>
    public static TimeSpan SliceWindow(SloSpec slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        if (Method(slo) != BudgetingMethod.Timeslices || slo.TimeSlice is null)
        {
            return Minute;
        }

        if (PrometheusDuration.TryParse(slo.TimeSlice.Window, out var window) && window >= ShortestSlice && window <= TimeSpan.FromDays(1))
        {
            return window;
        }

        var field = $"spec.slos[{slo.Name}].timeSlice.window";
        throw FailureException.OfSpec(Reasons.InvalidSpec, $"{field}: '{slo.TimeSlice.Window}' is not a duration between 10s and 1d, such as 1m");
    }

    /// <summary>The percentage of good events that makes a slice good: timeSlice.target for Timeslices, else the objective.</summary>
    /// <param name="slo">The objective.</param>
    public static double SliceTarget(SloSpec slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        return Method(slo) == BudgetingMethod.Timeslices ? slo.TimeSlice?.Target ?? slo.Objective : slo.Objective;
    }

    /// <summary>What a target below 1 % most likely should be: people write 0.999 where 99.9 is meant.</summary>
    /// <param name="percent">A target in percent.</param>
    /// <returns>The percentage as text; null when the target may well be meant as it is.</returns>
    public static string? LooksLikeARatio(double percent) =>
        percent is > 0 and < 1 ? ((decimal)percent * 100).ToString("0.############", CultureInfo.InvariantCulture) : null;

    /// <summary>The share that may fail, 1 − target, without the noise that binary fractions bring (99.9 gives 0.001 exactly).</summary>
    /// <param name="percent">A target in percent, between 0 and 100.</param>
    /// <returns>The ratio, above 0; null when the target is not between 0 and 100.</returns>
    public static double? BudgetRatio(double percent)
    {
        if (percent is not (> 0 and < 100))
        {
            return null;
        }

        var exact = (double)((100m - (decimal)percent) / 100m);
        return exact > 0 ? exact : (100 - percent) / 100;
    }
}
