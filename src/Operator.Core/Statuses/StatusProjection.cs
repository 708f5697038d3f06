using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>A report as a status: rounded, so that the same evidence gives the same bytes.</summary>
public static class StatusProjection
{
    // An object of the API server may have 1.5 MiB, most of which is the spec's.
    private const int MostAlertBytes = 128 << 10;

    private const int LongestMessage = 1024;

    /// <summary>Every figure.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="evidence">What they rest on; null without evidence.</param>
    /// <param name="maxAlertBytes">How many bytes of JSON the alerts may be; null for what a status of the API server has.</param>
    public static PostMortemStatus Project(IncidentReport report, EvidenceStatus? evidence = null, int? maxAlertBytes = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var alerts = new AlertProjection(maxAlertBytes ?? MostAlertBytes);
        return new PostMortemStatus
        {
            Summary = Summary(report),
            Timestamps = [.. report.Timestamps.Select(t => new TimestampStatus { Name = t.Name, Time = t.Time, Source = t.Source, Precision = t.Precision == TimePrecision.Second ? null : t.Precision })],
            Durations = [.. report.Durations.Select(Duration)],
            Alerts = alerts.Project(report.Alerts),
            Omitted = alerts.Omitted.Count == 0 ? null : alerts.Omitted,
            Slos = [.. report.Slos.Select(SloProjection.Project)],
            Impact = Impact(report.Impact),
            Contradictions = report.Contradictions.Count == 0 ? null : [.. report.Contradictions.Select(ContradictionProjection.Project)],
            Evidence = evidence,
        };
    }

    /// <summary>The status with how far people have come.</summary>
    /// <param name="status">The status.</param>
    /// <param name="followUp">How far they have come.</param>
    public static PostMortemStatus With(PostMortemStatus status, FollowUpReport followUp)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(followUp);
        var items = followUp.ActionItems;
        return status with
        {
            Summary = (status.Summary ?? new SummaryStatus()) with
            {
                ActionItems = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{items.Count(a => a.Closed)}/{items.Count}"),
            },
            ActionItems = [.. items.Select(Item)],
        };
    }

    private static ActionItemStatus Item(ActionItemReport item) => new()
    {
        Id = item.Spec.Id,
        State = item.State,
        DueDate = item.DueDate,
        Overdue = item.Overdue,
        CompletedAt = item.CompletedAt,
        Statements = item.Statements.Count == 0 ? null : item.Statements,
        Issue = item.Issue,
        Verification = item.Verification?.Status,
    };

    private static SummaryStatus Summary(IncidentReport report) => new()
    {
        State = report.State,
        Duration = Text(report, DurationName.Total),
        ImpactDuration = report.ImpactDuration?.Total?.Text,
        TimeToDetect = Text(report, DurationName.TimeToDetect),
        TimeToResolve = Text(report, DurationName.TimeToResolve),
        ErrorBudgetConsumed = report.Slos.Count > 0 && report.Slos[0].Budget?.ConsumedPercent is { } consumed ? Rounding.PercentText(consumed) : null,
    };

    private static string? Text(IncidentReport report, DurationName name) => report.Duration(name)?.Text;

    private static DurationStatus Duration(IncidentDuration duration) => new()
    {
        Name = duration.Name,
        State = duration.State,
        Seconds = duration.Value is { } value ? Rounding.Seconds(value.TotalSeconds) : null,
        SecondsAtLeast = duration.Estimate is { IsExact: false } least ? Rounding.Seconds(least.Least.TotalSeconds) : null,
        SecondsAtMost = duration.Estimate is { IsExact: false } most ? Rounding.Seconds(most.Most.TotalSeconds) : null,
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
        Message = impact.Messages.Count == 0 ? null : Texts.Line(string.Join("; ", impact.Messages), LongestMessage),
    };
}
