using Operator.Api;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>A box that a person ticks in the published file counts, whatever happens to the operator meanwhile.</summary>
public class GitTickTests : GitTestBase
{
    private const string Open = "[ ] **AI-1:**";
    private const string Ticked = "[x] **AI-1:**";
    private const string Items = Output + ",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\",\"owner\":\"Ann\"}]";

    [Fact]
    public async Task A_box_ticked_while_no_operator_runs()
    {
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Items));
            await world.UntilReadyAsync("pm");
            await process.TerminateAsync();
        }

        Edit("Done", Open, Ticked);
        await using var second = Start(world);

        await UntilStateAsync(world, FollowedState.Done);
    }

    /// <summary>The document that has the statement is out, or is not; the status had it before.</summary>
    [Theory]
    [InlineData("post-receive")]
    [InlineData("pre-receive")]
    public async Task A_process_killed_while_it_publishes_a_statement(string hook)
    {
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Items));
            await world.UntilReadyAsync("pm");
            var reached = HoldPushes(hook);
            Edit("Done", Open, Ticked);
            await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the push is under way; {process.Log}");
            await process.KillAsync();
        }

        Go();
        await using var second = Start(world);

        var done = await UntilStateAsync(world, FollowedState.Done);
        Assert.NotNull(done.Status!.ActionItems![0].CompletedAt);
        await UntilBoxAsync(Ticked);
        Assert.Equal("Ann <ann@example.com>", Assert.Single(done.Status.ActionItems[0].Statements!, s => s.Source == StatementSource.Checkbox).By);
    }

    /// <summary>The spec wins, so the document goes on without a tick, and the box stays as people set it.</summary>
    [Fact]
    public async Task A_box_ticked_and_unticked_beside_a_state_in_the_spec()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Items.Replace("\"owner\"", "\"state\":\"InProgress\",\"owner\"", StringComparison.Ordinal)));
        await world.UntilReadyAsync("pm");

        await TickAsync(world);
        await UntilStateAsync(world, FollowedState.InProgress);
        await UntickAsync(world);
        await TickAsync(world);

        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Items));
        await UntilStateAsync(world, FollowedState.Done);
    }

    [Fact]
    public async Task A_box_ticked_and_unticked_in_a_part_that_people_edited()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Items));
        await world.UntilReadyAsync("pm");
        Edit("Words", "Enlarge the pool", "Enlarge the pool, soon");
        await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.HumanEdited, "is edited");

        await TickAsync(world);
        await UntickAsync(world);
        await TickAsync(world);
        Assert.Contains("soon", Repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_that_says_otherwise_than_the_spec_counts_once_the_spec_is_silent()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        var done = Specs.With(Specs.Manual, Items.Replace("\"owner\"", "\"state\":\"Done\",\"owner\"", StringComparison.Ordinal));
        await world.ApplyAsync("pm", done);
        await UntilStateAsync(world, FollowedState.Done);
        await UntilBoxAsync(Ticked);

        // Nobody has said anything by this box yet, so that it is open tells nothing.
        await RestAsync(world);
        Edit("Not done", Ticked, Open);
        await Until.TrueAsync(() => Task.FromResult(Repository.Read(Readme).Contains("kept=\"AI-1\"", StringComparison.Ordinal)), () => "the operator has seen it");
        await TickAsync(world);
        await UntickAsync(world);
        await UntilStateAsync(world, FollowedState.Done);

        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Items));
        await UntilStateAsync(world, FollowedState.Open);
        Assert.Contains(Open, Repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reviewer_s_box_that_is_ticked_in_an_unsigned_commit_is_kept_and_does_not_count()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + ",\"review\":{\"reviewers\":[{\"name\":\"Lead\",\"email\":\"ann@example.com\"}]}"));
        await world.UntilReadyAsync("pm");

        Edit("Approve", "[ ] Lead", "[x] Lead");
        var stated = await world.UntilAsync("pm", p => p.Status?.Approvals is { Count: 1 }, "has heard of the tick");
        Assert.Equal((ApprovalState.Stated, "Ann <ann@example.com>"), (stated.Status!.Approvals![0].State, stated.Status.Approvals[0].By));
        var reviewed = await world.UntilAsync("pm", p => p.Message(ConditionTypes.Reviewed)?.Contains("is ticked by Ann <ann@example.com>", StringComparison.Ordinal) == true, "says so");
        Assert.False(reviewed.Is(ConditionTypes.Reviewed));

        await RestAsync(world);
        Edit("No", "[x] Lead", "[ ] Lead");
        await world.UntilAsync("pm", p => p.Status?.Approvals is null or { Count: 0 }, "has forgotten it");
    }

    private async Task TickAsync(World world)
    {
        await RestAsync(world);
        Edit("Done", Open, Ticked);
        await UntilSaidAsync(world, FollowedState.Done);
        await RestAsync(world);
        Assert.Contains(Ticked, Repository.Read(Readme), StringComparison.Ordinal);
    }

    private async Task UntickAsync(World world)
    {
        await RestAsync(world);
        Edit("Not done after all", Ticked, Open);
        await UntilSaidAsync(world, FollowedState.Open);
        await RestAsync(world);
        Assert.Contains(Open, Repository.Read(Readme), StringComparison.Ordinal);
    }

    private static Task<LivePostMortemView> UntilSaidAsync(World world, FollowedState state) => world.UntilAsync(
        "pm", p => p.Status?.ActionItems?[0].Statements?.FirstOrDefault(s => s.Source == StatementSource.Checkbox)?.State == state, $"has heard that the box says {state}");

    private static Task<LivePostMortemView> UntilStateAsync(World world, FollowedState state) =>
        world.UntilAsync("pm", p => p.Status?.ActionItems?[0].State == state, $"has an item that is {state}");

    private Task UntilBoxAsync(string box) =>
        Until.TrueAsync(() => Task.FromResult(Repository.Read(Readme).Contains(box, StringComparison.Ordinal)), () => $"the file has {box}");

    private static Task<LivePostMortemView> RestAsync(World world) => world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready), "is at rest");
}
