using Operator.Api;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>A whole life, publish, edit, tick and delete, in which the operator dies at each push, before and after it arrives.</summary>
public class GitLifeTests : GitTestBase
{
    private const string More = ",\"deletionPolicy\":\"Delete\",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\"}]";

    [Theory]
    [InlineData("pre-receive")]
    [InlineData("post-receive")]
    public async Task It_ends_as_if_nobody_had_died(string hook)
    {
        await using var world = await CreateAsync();
        await DyingAsync(world, hook, () => world.ApplyAsync("pm", Spec("P0")), p => p.Is(ConditionTypes.Published));

        // People write, and the spec changes what they wrote in.
        await DyingAsync(
            world,
            hook,
            async () =>
            {
                Edit("Ann's words", "**Priority:** P0", "**Priority:** P0, felt like P1");
                await world.ApplyAsync("pm", Spec("P2"));
            },
            p => p.Reason(ConditionTypes.Published) == Reasons.HumanEdited);
        Assert.Contains("felt like P1", Repository.Read(Readme), StringComparison.Ordinal);
        Assert.Contains("**Priority:** P2", Repository.Read(Readme), StringComparison.Ordinal);

        await DyingAsync(
            world,
            hook,
            () =>
            {
                Edit("Done", "[ ] **AI-1:**", "[x] **AI-1:**");
                return Task.CompletedTask;
            },
            p => p.Status!.ActionItems![0].State == FollowedState.Done && p.Reason(ConditionTypes.Published) == Reasons.HumanEdited);
        Assert.Contains("[x] **AI-1:**", Repository.Read(Readme), StringComparison.Ordinal);

        var reached = HoldPushes(hook);
        await using (var process = Start(world))
        {
            await world.DeleteAsync("pm");
            await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the removal is under way; {process.Log}");
            await process.KillAsync();
        }

        Go();
        await using var last = Start(world);
        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource goes; {last.Log}");

        // What people wrote stays, and nothing else of the resource but for its row: its document is still there.
        Assert.Equal(["handbook.md", Readme, "postmortems/README.md"], Repository.Files);
        Assert.Contains("felt like P1", Repository.Read(Readme), StringComparison.Ordinal);
        Assert.Equal(1, Repository.Read(Readme).Split("postmortem.dev/document").Length - 1);
    }

    private async Task DyingAsync(World world, string hook, Func<Task> act, Func<LivePostMortemView, bool> isDone)
    {
        var reached = HoldPushes(hook);
        await using (var process = Start(world))
        {
            await act();
            await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the push is under way; {process.Log}");
            await process.KillAsync();
        }

        Go();
        await using var second = Start(world);
        await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && isDone(p), "is as it should be");
        await second.TerminateAsync();
    }

    private static string Spec(string severity) => Specs.With(Specs.Manual.Replace("\"P0\"", $"\"{severity}\"", StringComparison.Ordinal), Output + More);
}
