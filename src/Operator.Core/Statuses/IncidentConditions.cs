using System.Globalization;
using Operator.Api;
using Operator.Core.Incidents;
using Operator.Core.Reports;
using static Operator.Core.Statuses.ReportConditions;

namespace Operator.Core.Statuses;

/// <summary>Conditions about the incident.</summary>
internal static class IncidentConditions
{
    private const int MostNamed = 3;

    public static ConditionFacts Resolved(IncidentReport report) => report.State switch
    {
        IncidentState.Resolved => new(ConditionTypes.Resolved, True, Reasons.Resolved, Ended(report)),
        IncidentState.Ongoing => new(ConditionTypes.Resolved, False, Reasons.Ongoing, Going(report)),
        _ when report.Timestamp(IncidentTimestampName.StartedAt) is null => new(ConditionTypes.Resolved, Unknown, Reasons.Unknown, "It is not known when the incident began: state spec.incident.startedAt, or name its alerts in spec.detection.alerts"),
        _ => new(ConditionTypes.Resolved, Unknown, Reasons.Unknown, "End not known: no alert is known to fire, and nobody states it; state spec.incident.resolvedAt, or spec.incident.ongoing while it goes on"),
    };

    public static ConditionFacts ErrorBudgetExhausted(IncidentReport report)
    {
        if (report.Slos.Count == 0)
        {
            return new(ConditionTypes.ErrorBudgetExhausted, Unknown, Reasons.NotConfigured, "No objective is given in spec.slos");
        }

        List<SloReport> spent = [.. report.Slos.Where(s => (s.Budget?.MostRemainingPercent ?? s.Budget?.RemainingPercent) <= 1e-9)];
        if (spent.Count > 0)
        {
            return new(ConditionTypes.ErrorBudgetExhausted, True, Reasons.BudgetSpent, string.Join("; ", spent.Select(Left)));
        }

        List<SloReport> unknown = [.. report.Slos.Where(s => s.Budget?.RemainingPercent is null || (s.Budget.MostRemainingPercent is not null && s.Budget.RemainingPercent <= 1e-9))];
        return unknown.Count > 0
            ? new(ConditionTypes.ErrorBudgetExhausted, Unknown, Reasons.Unknown, string.Join("; ", unknown.Select(s => $"{s.Name}: {s.Budget?.Message ?? "what is left is not known"}")))
            : new(ConditionTypes.ErrorBudgetExhausted, False, Reasons.BudgetLeft, string.Join("; ", report.Slos.Select(Left)));
    }

    private static string Left(SloReport slo)
    {
        var left = Rounding.Budget(slo.Budget!.RemainingPercent);
        return left < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{slo.Name}: the error budget is overspent by {-left:0.##}% ({slo.Method}, {slo.Window})")
            : string.Create(CultureInfo.InvariantCulture, $"{slo.Name}: {left:0.##}% of the error budget left ({slo.Method}, {slo.Window})");
    }

    private static string Ended(IncidentReport report)
    {
        if (report.Timestamp(IncidentTimestampName.ResolvedAt) is not { } resolved)
        {
            return "Nobody was affected, so that no end is needed";
        }

        var end = $"Over since {Instants.Text(resolved.Time)}";
        return report.Duration(DurationName.Total)?.Text is { } total ? $"{end}, after {total}" : end;
    }

    private static string Going(IncidentReport report)
    {
        // What hurt nobody has no start.
        var known = report.Timestamp(IncidentTimestampName.StartedAt) ?? report.Timestamp(IncidentTimestampName.DetectedAt);
        var ongoing = known is { } since ? $"Ongoing since {Instants.Text(since.Time)}" : "Ongoing";
        List<string> firing = [.. report.Alerts.Where(a => a.Firing).Select(a => a.Name + AlertEpisodeMerger.LabelText(a.Labels)).Distinct(StringComparer.Ordinal)];
        var rest = firing.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {firing.Count - MostNamed} more") : "";
        return firing.Count > 0
            ? $"{ongoing}: {string.Join(", ", firing.Take(MostNamed))}{rest} fires"
            : $"{ongoing}, as spec.incident.ongoing says; state spec.incident.resolvedAt when it is over";
    }
}
