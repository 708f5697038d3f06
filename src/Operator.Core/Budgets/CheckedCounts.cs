using System.Globalization;
using Operator.Core.Evidence;

namespace Operator.Core.Budgets;

/// <summary>Event counts that can be reckoned with, or what is wrong with them.</summary>
/// <param name="Counts">Finite, not negative, errors not more than all; null when not known.</param>
/// <param name="Contradiction">What is wrong; null when nothing is.</param>
internal readonly record struct CheckedCounts(EventCounts? Counts, string? Contradiction)
{
    // Beyond 2^53 a double no longer counts.
    private const double Most = 9e15;

    // Extrapolation and series that begin within the stretch leave errors and all a little apart; more is a wrong selector.
    private const double Slack = 1.05;

    public static CheckedCounts Of(EventCounts? counts, string where)
    {
        if (counts is not { } c || !double.IsFinite(c.Errors) || !double.IsFinite(c.Total) || c.Total > Most)
        {
            return new CheckedCounts(null, null);
        }

        if (c.Errors < 0 || c.Total < 0)
        {
            return new CheckedCounts(null, $"{where}: a negative number of events ({Text(c.Errors)} of {Text(c.Total)}); the queries must count events");
        }

        return c.Errors <= (c.Total * Slack) + 1
            ? new CheckedCounts(new EventCounts(Math.Min(c.Errors, c.Total), c.Total), null)
            : new CheckedCounts(null, $"{where}: more errors ({Text(c.Errors)}) than events ({Text(c.Total)}); the total must include the errors");
    }

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
