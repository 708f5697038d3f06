using NodaTime;
using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Core.Tests.FollowUp;

public sealed class ActionItemEvaluatorTests
{
    [Theory]
    [InlineData(ActionItemPriority.High)]
    [InlineData(ActionItemPriority.Medium)]
    [InlineData(ActionItemPriority.Low)]
    public void A_due_date_that_nobody_stated_does_not_exist_and_nothing_is_ever_overdue(ActionItemPriority priority)
    {
        var item = Evaluate(Item(priority) with { DueDate = null }, "2035-12-14T08:00:00Z");

        Assert.Equal((null, false), (item.DueDate, item.Overdue));
    }

    [Fact]
    public void A_stated_due_date_is_kept() =>
        Assert.Equal(new DateOnly(2025, 12, 21), Evaluate(Item(ActionItemPriority.High), "2025-12-14T08:00:00Z").DueDate);

    [Theory]
    [InlineData("2025-12-21T20:59:59Z", false)]
    [InlineData("2025-12-21T21:00:00Z", true)]
    public void An_item_is_overdue_when_its_day_is_over_in_the_zone(string now, bool overdue) =>
        Assert.Equal(overdue, Evaluate(Item(ActionItemPriority.High), now).Overdue);

    [Theory]
    [InlineData("2026-03-29T21:59:59Z", false)]
    [InlineData("2026-03-29T22:00:00Z", true)]
    public void A_day_of_23_hours_ends_at_its_own_midnight(string now, bool overdue)
    {
        var item = Item(ActionItemPriority.High) with { DueDate = new DateOnly(2026, 3, 29) };
        var evaluator = new ActionItemEvaluator(DateTimeZoneProviders.Tzdb["Europe/Berlin"], DateTimeOffset.Parse(now), FollowUpInputs.None);

        Assert.Equal(overdue, evaluator.Evaluate(item).Overdue);
    }

    [Theory]
    [InlineData(ActionItemState.Open, true)]
    [InlineData(ActionItemState.InProgress, true)]
    [InlineData(ActionItemState.Done, false)]
    [InlineData(ActionItemState.WontDo, false)]
    public void What_is_closed_is_never_overdue(ActionItemState state, bool overdue) =>
        Assert.Equal(overdue, Evaluate(Item(ActionItemPriority.High) with { State = state }, "2026-12-14T00:00:00Z").Overdue);

    private static ActionItemReport Evaluate(ActionItemSpec item, string now) =>
        new ActionItemEvaluator(DateTimeZoneProviders.Tzdb["Europe/Moscow"], DateTimeOffset.Parse(now), FollowUpInputs.None).Evaluate(item);

    private static ActionItemSpec Item(ActionItemPriority priority) => new() { Id = "AI-1", Title = "t", Priority = priority, DueDate = new DateOnly(2025, 12, 21) };
}
