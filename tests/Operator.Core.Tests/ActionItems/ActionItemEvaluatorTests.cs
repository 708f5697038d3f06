using Operator.Api;
using Operator.Core.ActionItems;
using Operator.Core.Reports;

namespace Operator.Core.Tests.ActionItems;

public sealed class ActionItemEvaluatorTests
{
    [Theory]
    [InlineData("2025-12-14T07:12:00Z", ActionItemPriority.High, "2025-12-21")]
    [InlineData("2025-12-14T07:12:00Z", ActionItemPriority.Medium, "2026-01-14")]
    [InlineData("2025-12-14T07:12:00Z", ActionItemPriority.Low, "2026-03-14")]
    [InlineData("2026-01-31T10:00:00Z", ActionItemPriority.Medium, "2026-02-28")]
    [InlineData("2024-01-31T10:00:00Z", ActionItemPriority.Medium, "2024-02-29")]
    [InlineData("2025-11-30T10:00:00Z", ActionItemPriority.Low, "2026-02-28")]
    [InlineData("2024-02-29T10:00:00Z", ActionItemPriority.High, "2024-03-07")]
    [InlineData("2025-12-13T21:30:00Z", ActionItemPriority.High, "2025-12-21")]
    public void A_due_date_is_counted_from_the_local_day_of_the_end(string end, ActionItemPriority priority, string due) =>
        Assert.Equal(DateOnly.Parse(due), Evaluate(Item(priority), end, end).DueDate);

    [Fact]
    public void A_stated_due_date_wins() =>
        Assert.Equal(new DateOnly(2025, 12, 28), Evaluate(Item(ActionItemPriority.High) with { DueDate = new DateOnly(2025, 12, 28) }, "2025-12-14T07:12:00Z", "2025-12-14T08:00:00Z").DueDate);

    [Fact]
    public void While_the_incident_is_ongoing_nothing_is_due_by_itself()
    {
        var item = new ActionItemEvaluator(TimeZoneInfo.Utc, null, DateTimeOffset.MaxValue).Evaluate(Item(ActionItemPriority.High));

        Assert.Equal((null, false), (item.DueDate, item.Overdue));
    }

    [Theory]
    [InlineData("2025-12-21T20:59:59Z", false)]
    [InlineData("2025-12-21T21:00:00Z", true)]
    public void An_item_is_overdue_when_its_day_is_over_in_the_zone(string now, bool overdue) =>
        Assert.Equal(overdue, Evaluate(Item(ActionItemPriority.High), "2025-12-14T07:12:00Z", now).Overdue);

    [Theory]
    [InlineData("2026-03-29T21:59:59Z", false)]
    [InlineData("2026-03-29T22:00:00Z", true)]
    public void A_day_of_23_hours_ends_at_its_own_midnight(string now, bool overdue)
    {
        var item = Item(ActionItemPriority.High) with { DueDate = new DateOnly(2026, 3, 29) };
        var evaluator = new ActionItemEvaluator(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), null, DateTimeOffset.Parse(now));

        Assert.Equal(overdue, evaluator.Evaluate(item).Overdue);
    }

    [Theory]
    [InlineData(ActionItemState.Open, true)]
    [InlineData(ActionItemState.InProgress, true)]
    [InlineData(ActionItemState.Done, false)]
    [InlineData(ActionItemState.WontDo, false)]
    public void What_is_closed_is_never_overdue(ActionItemState state, bool overdue) =>
        Assert.Equal(overdue, Evaluate(Item(ActionItemPriority.High) with { State = state }, "2025-12-14T07:12:00Z", "2026-12-14T00:00:00Z").Overdue);

    [Fact]
    public void The_end_of_the_calendar_is_no_crash() =>
        Assert.Null(new ActionItemEvaluator(TimeZoneInfo.Utc, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue).Evaluate(Item(ActionItemPriority.Low)).DueDate);

    private static ActionItemReport Evaluate(ActionItemSpec item, string end, string now) =>
        new ActionItemEvaluator(TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"), DateTimeOffset.Parse(end), DateTimeOffset.Parse(now)).Evaluate(item);

    private static ActionItemSpec Item(ActionItemPriority priority) => new() { Id = "AI-1", Title = "t", Priority = priority };
}
