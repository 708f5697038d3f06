using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Core.Tests.FollowUp;

/// <summary>What all sources say of an action item, and what comes of it.</summary>
public sealed class StatementTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 8, 0, 0, TimeSpan.Zero);

    private static readonly (StatementSource Source, FollowedState State)[] All =
    [
        (StatementSource.Spec, FollowedState.Open),
        (StatementSource.Spec, FollowedState.InProgress),
        (StatementSource.Spec, FollowedState.Done),
        (StatementSource.Spec, FollowedState.WontDo),
        (StatementSource.Checkbox, FollowedState.Done),
        (StatementSource.Checkbox, FollowedState.Open),
        (StatementSource.Issue, FollowedState.Done),
        (StatementSource.Issue, FollowedState.WontDo),
        (StatementSource.Issue, FollowedState.Open),
        (StatementSource.Verify, FollowedState.Verified),
        (StatementSource.Verify, FollowedState.Regressed),
    ];

    [Fact]
    public void Every_order_of_up_to_four_statements_gives_the_state_that_the_rules_say()
    {
        var count = 0;
        foreach (var order in Orders(4))
        {
            count++;
            var story = new ActionItemStory(Start);
            foreach (var (source, state) in order)
            {
                story.Say(source, state);
            }

            Assert.True(Expected(order) == story.Item.State, $"{string.Join(", ", order)}: {story.Item.State}, but the rules say {Expected(order)}");
            Assert.Equal(story.Item.State is FollowedState.Done or FollowedState.Verified, story.Item.CompletedAt is not null);
            Assert.Equal(story.Item.State != FollowedState.Open || story.Item.Statements.Any(s => s.State == FollowedState.Open), story.Item.Deciding is not null);
        }

        Assert.True(count > 10_000);
    }

    [Fact]
    public void On_first_sight_of_two_Done_wins_over_Open_whichever_is_later()
    {
        var story = new ActionItemStory(Start);
        story.Observe(
            new ObservedStatement(ActionItemStory.Id, StatementSource.Issue, FollowedState.Done, Start.AddHours(-2), "alice"),
            new ObservedStatement(ActionItemStory.Id, StatementSource.Checkbox, FollowedState.Open, Start.AddHours(-1), "bob"));

        Assert.Equal((FollowedState.Done, Start.AddHours(-2), "alice"), (story.Item.State, story.Item.CompletedAt!.Value, story.Item.Deciding!.By));
    }

    [Theory]
    [InlineData(FollowedState.Done, FollowedState.Open, FollowedState.Done)]
    [InlineData(FollowedState.WontDo, FollowedState.Open, FollowedState.WontDo)]
    [InlineData(FollowedState.Open, FollowedState.WontDo, FollowedState.WontDo)]
    [InlineData(FollowedState.Open, FollowedState.Done, FollowedState.Done)]
    [InlineData(FollowedState.WontDo, FollowedState.Done, FollowedState.Done)]
    public void Of_two_at_the_same_moment_the_one_that_says_more_wins(FollowedState issue, FollowedState box, FollowedState state)
    {
        var statements = new[] { Statement(StatementSource.Issue, issue), Statement(StatementSource.Checkbox, box) };

        Assert.Equal(state, StatementFold.Fold(statements).State);
        Assert.Equal(state, StatementFold.Fold([.. statements.Reverse()]).State);
    }

    [Fact]
    public void A_box_that_is_unticked_again_is_a_statement()
    {
        var story = new ActionItemStory(Start);
        story.Say(StatementSource.Issue, FollowedState.Done);
        story.Say(StatementSource.Checkbox, FollowedState.Done);
        story.Say(StatementSource.Checkbox, FollowedState.Open);

        Assert.Equal((FollowedState.Open, StatementSource.Checkbox), (story.Item.State, story.Item.Deciding!.Source));
        Assert.Null(story.Item.CompletedAt);
    }

    [Fact]
    public void What_is_repeated_was_said_when_it_was_said_first()
    {
        var story = new ActionItemStory(Start);
        story.Say(StatementSource.Spec, FollowedState.Done);
        story.Say(StatementSource.Checkbox, FollowedState.Done);
        var first = story.Item.Statements;
        story.Say(StatementSource.Spec, FollowedState.Done);
        story.Say(StatementSource.Checkbox, FollowedState.Done);

        Assert.Equal(first, story.Item.Statements);
        Assert.Equal(story.At(1), story.Item.CompletedAt);
    }

    [Fact]
    public void A_committer_whose_clock_is_wrong_neither_speaks_from_the_future_nor_unsays_by_an_earlier_time()
    {
        var story = new ActionItemStory(Start);
        story.Observe(new ObservedStatement(ActionItemStory.Id, StatementSource.Checkbox, FollowedState.Done, Start.AddYears(1)));
        Assert.Equal(story.At(1), story.Item.CompletedAt);

        story.Observe(new ObservedStatement(ActionItemStory.Id, StatementSource.Checkbox, FollowedState.Open, Start.AddYears(-1)));
        Assert.Equal((FollowedState.Open, story.At(1)), (story.Item.State, story.Item.Deciding!.Time));
    }

    [Fact]
    public void What_the_spec_withdraws_lets_the_others_speak_again()
    {
        var story = new ActionItemStory(Start);
        story.Say(StatementSource.Checkbox, FollowedState.Done);
        story.Say(StatementSource.Spec, FollowedState.InProgress);
        Assert.Equal(FollowedState.InProgress, story.Item.State);

        story.Say(StatementSource.Spec, FollowedState.Open);
        Assert.Equal((FollowedState.Done, story.At(1)), (story.Item.State, story.Item.CompletedAt!.Value));
    }

    [Fact]
    public void A_source_that_is_not_observed_in_a_round_says_what_it_said_before()
    {
        var story = new ActionItemStory(Start);
        story.Say(StatementSource.Checkbox, FollowedState.Done);
        story.Observe();

        Assert.Equal(FollowedState.Done, story.Item.State);
    }

    [Fact]
    public void An_item_that_was_done_before_it_was_verified_has_been_done_since_then_and_after_a_regression_since_it_was_verified_again()
    {
        var story = new ActionItemStory(Start);
        story.Say(StatementSource.Checkbox, FollowedState.Done);
        story.Say(StatementSource.Verify, FollowedState.Verified);
        Assert.Equal(story.At(1), story.Item.CompletedAt);

        story.Say(StatementSource.Verify, FollowedState.Regressed);
        Assert.Null(story.Item.CompletedAt);

        story.Say(StatementSource.Verify, FollowedState.Verified);
        Assert.Equal(story.At(4), story.Item.CompletedAt);
    }

    private static StatementStatus Statement(StatementSource source, FollowedState state) => new() { Source = source, State = state, Time = Start };

    private static IEnumerable<(StatementSource Source, FollowedState State)[]> Orders(int longest)
    {
        IEnumerable<(StatementSource, FollowedState)[]> orders = [[]];
        for (var length = 1; length <= longest; length++)
        {
            orders = [.. orders.SelectMany(o => All.Where(s => s.State != FollowedState.Regressed || o.Any(b => b.Item2 == FollowedState.Verified)).Select(s => ((StatementSource, FollowedState)[])[.. o, s]))];
            foreach (var order in orders)
            {
                yield return order;
            }
        }
    }

    // The rules as the documentation has them, read from the last statement back.
    private static FollowedState Expected((StatementSource Source, FollowedState State)[] order)
    {
        var spec = order.LastOrDefault(s => s.Source == StatementSource.Spec).State;
        var person = spec != FollowedState.Open ? spec : Person(order);
        var query = order.LastOrDefault(s => s.Source == StatementSource.Verify);
        return person is FollowedState.Open or FollowedState.Done && query.Source == StatementSource.Verify ? query.State : person;
    }

    private static FollowedState Person((StatementSource Source, FollowedState State)[] order)
    {
        var people = order.Where(s => s.Source is StatementSource.Checkbox or StatementSource.Issue).ToList();
        for (var i = people.Count - 1; i >= 0; i--)
        {
            // It says something if it is not what its source said already; at first that is Open.
            if (people[i].State != people.Take(i).LastOrDefault(s => s.Source == people[i].Source).State)
            {
                return people[i].State;
            }
        }

        return FollowedState.Open;
    }
}
