using Operator.Core.Incidents;

namespace Operator.Core.Budgets;

/// <summary>Whether enough of the incident was recorded for a figure to mean something.</summary>
internal static class IncidentCoverage
{
    /// <summary>The share of the incident that may be missing; a figure over less would be a guess.</summary>
    public const double MostMissing = 0.1;

    /// <summary>Seconds of the incident for which there is no data, within slices or outside any.</summary>
    public static double MissingSeconds(IReadOnlyList<BudgetSlice> slices, double incidentSeconds) =>
        Math.Max(0, incidentSeconds - slices.Where(s => s.HasData).Total(s => s.Seconds));

    /// <summary>The same without gaps that have data on both sides.</summary>
    public static double MissingAtEnds(IReadOnlyList<BudgetSlice> slices, double incidentSeconds)
    {
        var seconds = slices.Total(s => s.Seconds);
        var ends = slices.Any(s => s.HasData)
            ? slices.TakeWhile(s => !s.HasData).Total(s => s.Seconds) + slices.Reverse().TakeWhile(s => !s.HasData).Total(s => s.Seconds)
            : seconds;
        return ends + Math.Max(0, incidentSeconds - seconds);
    }

    /// <summary>Why slices give no figure; null when they do.</summary>
    public static string? WhyNot(IReadOnlyList<BudgetSlice> slices, BudgetInputs inputs)
    {
        if (slices.Count == 0)
        {
            return inputs.Problem ?? "Prometheus gave no data for the incident";
        }

        var missing = MissingSeconds(slices, inputs.IncidentSeconds);
        if (missing > MostMissing * inputs.IncidentSeconds)
        {
            return Missing(missing, inputs);
        }

        return slices.Any(s => s.ErrorRatio is not null) ? null : "there was no traffic during the incident";
    }

    /// <summary>Says how much is missing.</summary>
    public static string Missing(double seconds, BudgetInputs inputs) =>
        $"Prometheus has no data for {DurationFormat.Format(DurationFormat.ToMillisecond(seconds))} of the incident's {DurationFormat.Format(DurationFormat.ToMillisecond(inputs.IncidentSeconds))}";
}
