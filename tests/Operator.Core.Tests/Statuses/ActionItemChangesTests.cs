using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;

namespace Operator.Core.Tests.Statuses;

public sealed class ActionItemChangesTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 14, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(FollowedState.Open, FollowedState.InProgress, "InProgress")]
    [InlineData(FollowedState.InProgress, FollowedState.Done, "Done")]
    [InlineData(FollowedState.Done, FollowedState.Open, "Open")]
    [InlineData(FollowedState.Done, FollowedState.WontDo, "WontDo")]
    [InlineData(FollowedState.Open, FollowedState.Verified, "Verified")]
    [InlineData(FollowedState.Verified, FollowedState.Regressed, "Regressed")]
    [InlineData(FollowedState.Done, FollowedState.Done, null)]
    public void Each_change_of_a_state_is_told_once(FollowedState before, FollowedState after, string? reason) =>
        Assert.Equal(reason is null ? [] : [reason], Changes(Item(before), Item(after)).Select(c => c.Reason));

    [Fact]
    public void The_end_of_the_last_day_is_told_once()
    {
        Assert.Equal([Reasons.Overdue], Changes(Item(FollowedState.Open), Item(FollowedState.Open) with { Overdue = true }).Select(c => c.Reason));
        Assert.Empty(Changes(Item(FollowedState.Open) with { Overdue = true }, Item(FollowedState.Open) with { Overdue = true }));
    }

    [Fact]
    public void What_is_new_begins_with_no_change_unless_Prometheus_has_verified_it_already()
    {
        Assert.Empty(Changes(null, Item(FollowedState.Done)));
        Assert.Equal([Reasons.Verified], Changes(null, Item(FollowedState.Verified, verifiedAt: Now)).Select(c => c.Reason));
        Assert.Equal([Reasons.Regressed], Changes(null, Item(FollowedState.Regressed, verifiedAt: Now, regressedAt: Now.AddHours(1))).Select(c => c.Reason));
    }

    [Fact]
    public void What_regressed_and_was_verified_again_since_the_last_look_is_told_as_two_changes() => Assert.Equal(
        [Reasons.Regressed, Reasons.Verified],
        Changes(Item(FollowedState.Verified, verifiedAt: Now), Item(FollowedState.Verified, Now.AddHours(9), Now.AddHours(5))).Select(c => c.Reason));

    [Fact]
    public void A_change_names_the_item_and_the_source() =>
        Assert.Equal("AI-1: Watch the pool; owner @x; no due date; Done since 2025-12-14T08:00:00.000Z, says spec.state", Assert.Single(Changes(Item(FollowedState.Open), Item(FollowedState.Done))).Message);

    private static IReadOnlyList<ActionItemChange> Changes(ActionItemStatus? before, ActionItemStatus after) => ActionItemChanges.Between(
        before is null ? null : [before],
        [after],
        new FollowUpReport
        {
            ActionItems = [new ActionItemReport
            {
                Spec = new ActionItemSpec { Id = "AI-1", Title = "Watch the pool", Owner = "@x" },
                State = after.State,
                Deciding = new StatementStatus { Source = StatementSource.Spec, State = after.State, Time = Now },
            }],
        });

    private static ActionItemStatus Item(FollowedState state, DateTimeOffset? verifiedAt = null, DateTimeOffset? regressedAt = null) => new()
    {
        Id = "AI-1",
        State = state,
        Verification = verifiedAt is null ? null : new VerificationStatus { State = QueryState.Holds, Inputs = "x", VerifiedAt = verifiedAt, RegressedAt = regressedAt },
    };
}
