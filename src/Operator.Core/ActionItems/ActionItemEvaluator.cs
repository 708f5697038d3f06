using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.ActionItems;

/// <summary>When an action item is due, and whether it is late.</summary>
/// <param name="zone">spec.timeZone, in which days begin.</param>
/// <param name="incidentEnd">The incident's end; null while it is ongoing or not known.</param>
/// <param name="now">The moment of which it is asked.</param>
internal sealed class ActionItemEvaluator(TimeZoneInfo zone, DateTimeOffset? incidentEnd, DateTimeOffset now)
{
    private static readonly DateOnly LastReckonedDay = new(9999, 1, 1);

    public ActionItemReport Evaluate(ActionItemSpec spec)
    {
        var due = spec.DueDate ?? (incidentEnd is { } end ? Default(LocalDays.Of(end, zone), spec.Priority) : null);
        var report = new ActionItemReport { Spec = spec, DueDate = due };
        return report with { Overdue = !report.Closed && due < LocalDays.Of(now, zone) };
    }

    // One month after 31 January is the last day of February, as people reckon.
    private static DateOnly? Default(DateOnly end, ActionItemPriority priority) => end >= LastReckonedDay ? null : priority switch
    {
        ActionItemPriority.High => end.AddDays(7),
        ActionItemPriority.Medium => end.AddMonths(1),
        _ => end.AddMonths(3),
    };
}
