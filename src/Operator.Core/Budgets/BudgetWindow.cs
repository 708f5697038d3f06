using NodaTime;
using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Budgets;

/// <summary>The window of an error budget.</summary>
/// <param name="Range">Up to the incident's end: [e − W, e], or [the month's first moment, e].</param>
/// <param name="Seconds">The whole window's length |W|; of a calendar month, the whole month's.</param>
public readonly record struct BudgetWindow(TimeRange Range, double Seconds)
{
    /// <summary>The window that is a month of the calendar.</summary>
    public const string CalendarMonth = "calendarMonth";

    /// <summary>The shortest time that is told apart.</summary>
    internal static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>The window that ends with the incident.</summary>
    /// <param name="slo">The objective.</param>
    /// <param name="end">The incident's end, or the evaluation time while it is ongoing.</param>
    /// <param name="zone">The zone in which months begin.</param>
    /// <returns>The window. An incident that ends with a month's last moment belongs to that month.</returns>
    /// <exception cref="FailureException">The window is not a duration, or shorter than a minute, or longer than ten years.</exception>
    public static BudgetWindow Resolve(SloSpec slo, DateTimeOffset end, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(zone);
        end = end.ToUniversalTime();
        if (string.Equals(slo.Window, CalendarMonth, StringComparison.Ordinal))
        {
            return Month(end, zone);
        }

        if (!PrometheusDuration.TryParse(slo.Window, out var length) || length < Shortest || length > Longest)
        {
            var field = $"spec.slos[{slo.Name}].window";
            throw FailureException.OfSpec(Reasons.InvalidSpec, $"{field}: '{slo.Window}' is not a duration between 1m and 10y, such as 30d, nor calendarMonth");
        }

        return new BudgetWindow(new TimeRange(Instants.Add(end, -length), end), length.TotalSeconds);
    }

    private static BudgetWindow Month(DateTimeOffset end, DateTimeZone zone)
    {
        var last = LocalDays.Of(Instants.Add(end, -Moment), zone);
        var first = new DateOnly(last.Year, last.Month, 1);
        var start = LocalDays.Start(first, zone);
        var next = first.Year == 9999 && first.Month == 12 ? DateTimeOffset.MaxValue : LocalDays.Start(first.AddMonths(1), zone);
        return new BudgetWindow(new TimeRange(start, end), (next - start).TotalSeconds);
    }
}
