using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>What a deleted resource with deletionPolicy Delete leaves, and when it goes.</summary>
public class GitRemovalTests : GitTestBase
{
    private const string Delete = "\"deletionPolicy\":\"Delete\"";
    private static readonly string Spec = Specs.With(Specs.With(Specs.Manual, Output), Delete);

    /// <summary>The push has arrived and no status names its files.</summary>
    [Theory]
    [InlineData("post-receive")]
    [InlineData("pre-receive")]
    public async Task Files_whose_first_push_is_under_way_are_removed(string hook)
    {
        var reached = HoldPushes(hook);
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec);
        await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the push is under way; {process.Log}");

        await world.DeleteAsync("pm");
        Go();

        await UntilGoneAsync(world, process);
        Assert.DoesNotContain(Repository.Files, f => f.Contains("/pm/", StringComparison.Ordinal));
        Assert.True(!Repository.Has("postmortems/README.md") || !Repository.Read("postmortems/README.md").Contains("default/pm/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_a_process_that_died_before_it_told_are_removed()
    {
        var reached = HoldPushes("post-receive");
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Spec);
            await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the push is under way; {process.Log}");
            await process.KillAsync();
        }

        await world.DeleteAsync("pm");
        Go();
        await using var second = Start(world);

        await UntilGoneAsync(world, second);
        Assert.DoesNotContain(Repository.Files, f => f.Contains("/pm/", StringComparison.Ordinal));
    }

    /// <summary>What could not be removed again is not published; everything else is, and the status says why.</summary>
    [Fact]
    public async Task Without_the_right_to_set_the_finalizer_the_other_outputs_get_the_document()
    {
        await using var world = await CreateAsync();
        world.Server.Faults = async (request, http) =>
        {
            if (request.Agent != World.Operator || !request.IsWrite || request is not { Resource: "postmortems.postmortem.dev", Subresource: "" })
            {
                return FaultOutcome.Continue;
            }

            http.Response.StatusCode = 403;
            await http.Response.WriteAsJsonAsync(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = "Forbidden", ["code"] = 403, ["message"] = "no" });
            return FaultOutcome.Handled;
        };
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec);

        var refused = await world.UntilAsync("pm", p => p.Message(ConditionTypes.Published)?.Contains("needs finalizer", StringComparison.Ordinal) == true, "says so");
        Assert.False(refused.Is(ConditionTypes.Published));
        Assert.NotNull(await world.FindConfigMapAsync("pm-postmortem"));
        Assert.Equal(["handbook.md"], Repository.Files);

        world.Server.Faults = null;
        await world.UntilReadyAsync("pm");
    }

    [Fact]
    public async Task A_file_of_others_at_its_path_stays_and_keeps_nobody()
    {
        Repository.Commit("Ours", (Readme, "# Ours\n"));
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec);
        await world.UntilStalledAsync("pm", Reasons.PathTaken);

        await world.DeleteAsync("pm");

        await UntilGoneAsync(world, process);
        Assert.Equal("# Ours\n", Repository.Read(Readme));
    }

    [Fact]
    public async Task A_removal_that_the_server_refuses_is_said_and_tried_again()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec.Replace("\"severity\"", "\"interval\":\"10s\",\"severity\"", StringComparison.Ordinal));
        await world.UntilReadyAsync("pm");
        Repository.Hook("pre-receive", "echo 'the branch is frozen' >&2; exit 1");

        await world.DeleteAsync("pm");

        await Until.TrueAsync(
            async () => (await world.FindAsync("pm"))?.Message(ConditionTypes.Ready)?.Contains("the branch is frozen", StringComparison.Ordinal) == true, () => $"it says why it stays; {process.Log}");
        Assert.StartsWith("It is being deleted, and its files in Git cannot be removed: Git repository 'handbook': the server refuses", (await world.FindAsync("pm"))!.Message(ConditionTypes.Stalled), StringComparison.Ordinal);
        Repository.Hook("pre-receive", "exit 0");
        await UntilGoneAsync(world, process);
        Assert.DoesNotContain(Repository.Files, f => f.Contains("/pm/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_in_a_repository_that_is_configured_no_more_stay_and_that_is_said()
    {
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Spec);
            await world.UntilReadyAsync("pm");
            await process.TerminateAsync();
        }

        await using var second = Start(world, ("GIT__REPOSITORIES__0__NAME", "other"));
        await world.DeleteAsync("pm");

        await UntilGoneAsync(world, second);
        Assert.True(Repository.Has(Readme));
        await Until.TrueAsync(
            async () => (await Kubectl.EventsAsync(world, "pm")).Any(e => (string?)e["reason"] == Reasons.FilesLeft && ((string?)e["note"])!.StartsWith($"Git repository 'handbook' is no longer configured, so {Readme} stays", StringComparison.Ordinal)),
            () => $"an event tells what stays; {second.Log}");
    }

    [Fact]
    public async Task What_lies_beside_a_document_that_people_deleted_is_removed()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec);
        await world.UntilReadyAsync("pm");
        Repository.Commit("Not this one", (Readme, null));
        await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.FileDeleted, "is not published");

        await world.DeleteAsync("pm");

        await UntilGoneAsync(world, process);
        Assert.Equal(["handbook.md", "postmortems/README.md"], Repository.Files);
    }

    [Fact]
    public async Task Files_that_people_moved_are_removed_where_they_are()
    {
        const string Moved = "postmortems/mail/outage/README.md";
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Spec);
        await world.UntilReadyAsync("pm");
        Repository.Commit("Move", (Readme, null), ("postmortems/2025/default/pm/status.json", null), (Moved, Repository.Read(Readme)), ("postmortems/mail/outage/status.json", Repository.Read("postmortems/2025/default/pm/status.json")));

        await world.DeleteAsync("pm");

        await UntilGoneAsync(world, process);
        Assert.Equal(["handbook.md", "postmortems/README.md"], Repository.Files);
        Assert.DoesNotContain("Email service outage", Repository.Read("postmortems/README.md"), StringComparison.Ordinal);
    }

    /// <summary>A box that nobody listens to any more must not have the resource read again and again.</summary>
    [Theory]
    [InlineData("\"suspend\":true," + Output)]
    [InlineData("\"interval\":\"1h\"")]
    public async Task A_resource_that_is_suspended_or_has_its_output_removed_is_left_alone_when_people_edit_its_file(string change)
    {
        const string Items = ",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\"}]";
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + Items));
        await world.ApplyAsync("other", Specs.With(Specs.Manual, Output + Items));
        await world.UntilReadyAsync("pm");
        await world.UntilReadyAsync("other");
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, change + Items));
        await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready), "is left alone");
        world.Server.Requests.Clear();

        // The looks that find the other one's edits find these as well.
        Edit("Done", "[ ] **AI-1:**", "[x] **AI-1:**");
        for (var i = 0; i < 3; i++)
        {
            Edit("Words", "Enlarge the pool", "Enlarge the pool more", "postmortems/2025/default/other/README.md");
            await Until.TrueAsync(
                async () => (await world.FindAsync("other"))!.Reason(ConditionTypes.Published) == Reasons.HumanEdited, () => $"the other one is edited; {process.Log}");
            Edit("No words", "Enlarge the pool more", "Enlarge the pool", "postmortems/2025/default/other/README.md");
            await Until.TrueAsync(
                async () => (await world.FindAsync("other"))!.Reason(ConditionTypes.Published) != Reasons.HumanEdited, () => $"the other one is as it was; {process.Log}");
        }

        Assert.InRange(world.Server.Requests.Recent.Count(r => r is { Name: "pm", IsWrite: false }), 0, 2);
        Assert.Equal(FollowedState.Open, (await world.FindAsync("pm"))!.Status!.ActionItems![0].State);
    }

    private static Task UntilGoneAsync(World world, OperatorProcess process) =>
        Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource goes; {process.Log}");
}
