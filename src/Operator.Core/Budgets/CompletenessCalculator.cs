using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Budgets;

/// <summary>How much of the window, up to the incident's end, data covers.</summary>
internal static class CompletenessCalculator
{
    // A scrape at the edge of a slice is nobody's loss.
    private const double Negligible = 0.001;

    public static (CompletenessState? State, double? CoveredSeconds, string? Message) Calculate(BudgetInputs inputs, SliKind kind, TimeRange window, TimeSpan slice)
    {
        if (inputs.Before.CoveredSeconds is not { } before)
        {
            return (null, null, "how much of the window Prometheus holds could not be told");
        }

        // Where there are no slices, for samples too far apart or an incident too long, what was counted tells that there is data.
        var incident = inputs.Slices.Count == 0 && inputs.Incident is not null
            ? inputs.IncidentSeconds
            : inputs.IncidentSeconds - IncidentCoverage.MissingSeconds(inputs.Slices, inputs.IncidentSeconds);
        var expected = window.Seconds;
        var covered = Math.Min(before + incident, expected);
        var missing = expected - covered;
        var negligible = Math.Max(Negligible * expected, 2 * slice.TotalSeconds);
        return missing <= negligible ? (CompletenessState.Full, covered, null)
            : missing - (inputs.IncidentSeconds - incident) <= negligible ? (CompletenessState.Partial, covered, $"for {Text(inputs.IncidentSeconds - incident)} of the incident there are no samples")
            : (CompletenessState.Partial, covered, $"{(kind == SliKind.Raw ? "the query gave values for" : "Prometheus holds")} {Text(covered)} of {Text(expected)}; figures are those of that part");
    }

    private static string Text(double seconds) => DurationFormat.Format(DurationFormat.ToMillisecond(Math.Max(0, seconds)));
}
