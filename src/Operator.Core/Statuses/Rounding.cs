using System.Globalization;

namespace Operator.Core.Statuses;

/// <summary>How figures are rounded: halves away from zero, and never to a negative zero.</summary>
public static class Rounding
{
    // What is smaller is nobody's budget.
    private const int MostBudgetDigits = 6;

    /// <summary>Shares of a budget and burn rates: two decimals, and below 1 three significant digits, so that a small one is not a coarse one.</summary>
    /// <param name="value">A figure; null stays null.</param>
    public static double? Budget(double? value) => Round(value, Math.Abs(value ?? 0) is > 0 and < 1 and var small
        ? Math.Clamp(2 - (int)Math.Floor(Math.Log10(small)), 2, MostBudgetDigits)
        : 2);

    /// <summary>Indicators in percent: four decimals, so that 99.9991 % is not the objective 99.999 %.</summary>
    /// <param name="percent">A figure; null stays null.</param>
    public static double? Indicator(double? percent) => Round(percent, 4);

    /// <summary>Seconds: three decimals.</summary>
    /// <param name="seconds">A figure; null stays null.</param>
    public static double? Seconds(double? seconds) => Round(seconds, 3);

    /// <summary>Events: whole ones.</summary>
    /// <param name="events">A figure; null stays null.</param>
    public static long? Count(double? events) => Round(events, 0) is { } whole ? (long)whole : null;

    /// <summary>A share as columns show it, to one decimal; one that is not nothing is never shown as nothing.</summary>
    /// <param name="percent">In percent.</param>
    /// <returns>Such as "27.8%" or "&lt;0.1%".</returns>
    public static string PercentText(double percent) => percent is > 0 and < 0.05
        ? "<0.1%"
        : (Round(percent, 1) ?? 0).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static double? Round(double? value, int digits)
    {
        if (value is not { } v || !double.IsFinite(v))
        {
            return null;
        }

        // 0.285 is stored a hair below; reckoned as a decimal it rounds as written. Beyond its range nothing is left to round.
        var rounded = Math.Abs(v) < 1e12 ? (double)Math.Round((decimal)v, digits, MidpointRounding.AwayFromZero) : Math.Round(v);
        return rounded + 0.0;
    }
}
