using Operator.Api;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>A report as a status: rounded, so that the same evidence gives the same bytes.</summary>
public static class StatusProjection
{
    // An object of the API server may have 1.5 MiB, most of which is the spec's.
    private const int MostAlertBytes = 128 << 10;

    private const int LongestMessage = 1024;

    /// <summary>The status with every figure, without conditions: those carry transition times, which the caller keeps.</summary>
    /// <param name="resource">The post-mortem.</param>
    /// <param name="report">Its report.</param>
    /// <param name="facts">What else is known.</param>
    /// <returns>The status.</returns>
    public static PostMortemStatus Project(PostMortem resource, IncidentReport report, StatusFacts facts)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(facts);
        var alerts = new AlertProjection(facts.MaxAlertBytes ?? MostAlertBytes);
        return new PostMortemStatus
        {
            ObservedGeneration = resource.Metadata?.Generation,
            Phase = Phases.Of(resource.Spec, report, facts.Delivered, facts.PreviousPhase),
            Summary = Summary(report),
            Timestamps = [.. report.Timestamps.Select(t => new TimestampStatus { Name = t.Name, Time = t.Time, Source = t.Source })],
            Durations = [.. report.Durations.Select(Duration)],
            Alerts = alerts.Project(report.Alerts),
            Omitted = alerts.Omitted.Count == 0 ? null : alerts.Omitted,
            Slos = [.. report.Slos.Select(SloProjection.Project)],
            Impact = Impact(report.Impact),
            ActionItems = [.. report.ActionItems.Select(a => new ActionItemStatus { Id = a.Spec.Id, State = a.Spec.State, DueDate = a.DueDate, Overdue = a.Overdue })],
            Evidence = facts.Evidence,
        };
    }

    private static SummaryStatus Summary(IncidentReport report) => new()
    {
        State = report.State,
        Duration = Text(report, DurationName.Total),
        TimeToDetect = Text(report, DurationName.TimeToDetect),
        TimeToResolve = Text(report, DurationName.TimeToResolve),
        ErrorBudgetConsumed = report.Slos.Count > 0 && report.Slos[0].Budget?.ConsumedPercent is { } consumed ? Rounding.PercentText(consumed) : null,
        ActionItems = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{report.ActionItems.Count(a => a.Closed)}/{report.ActionItems.Count}"),
    };

    private static string? Text(IncidentReport report, DurationName name) =>
        report.Duration(name)?.Value is { } value ? DurationFormat.Format(value) : null;

    private static DurationStatus Duration(IncidentDuration duration) => new()
    {
        Name = duration.Name,
        State = duration.State,
        Seconds = duration.Value is { } value ? Rounding.Seconds(value.TotalSeconds) : null,
        From = duration.From,
        To = duration.To,
        Message = duration.Message,
    };

    private static ImpactStatus Impact(ImpactReport impact) => new()
    {
        FailedRequests = impact.FailedRequests,
        AffectedUsers = impact.AffectedUsers,
        AffectedUsersPercent = Rounding.Budget(impact.AffectedUsersPercent),
        RevenueLoss = impact.RevenueLoss,
        Message = impact.Messages.Count == 0 ? null : Texts.Cut(string.Join("; ", impact.Messages), LongestMessage),
    };
}
