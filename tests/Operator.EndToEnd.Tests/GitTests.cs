using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests;

/// <summary>Publishing to Git, by the operator as a process of its own.</summary>
public class GitTests : GitTestBase
{
    [Fact]
    public async Task A_document_is_published_and_the_status_says_where_and_in_which_commit()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        var resource = await world.UntilReadyAsync("pm");

        var output = Assert.Single(resource.Status!.Document!.Outputs!, o => o.Type == "Git");
        Assert.Equal(("handbook/" + Readme, Repository.Tip), (output.Location, output.Revision));
        Assert.Contains("# Post-Mortem: Email service outage", Repository.Read(Readme), StringComparison.Ordinal);
        Assert.True(Repository.Has("postmortems/2025/default/pm/status.json"));
    }

    [Fact]
    public async Task A_restarted_process_and_nothing_new_make_no_commit_and_no_write()
    {
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
            await world.UntilReadyAsync("pm");
            await process.TerminateAsync();
        }

        var tip = Repository.Tip;
        world.Server.Requests.Clear();
        await using var second = Start(world);
        await world.ApplyAsync("other", Specs.With(Specs.Manual, Output));
        await world.UntilReadyAsync("other");
        await second.TerminateAsync();

        Assert.Equal(Repository.Tip, BareRepository.Git("-C", Repository.Path, "log", "--format=%H", $"{tip}..main").Trim());
        Assert.Equal("Publish post-mortem default/other", BareRepository.Git("-C", Repository.Path, "log", "-1", "--format=%s").Trim());

        // The other one has a ConfigMap, statuses and events; the first one nothing.
        Assert.DoesNotContain(world.Server.Requests.Recent, r => r.IsWrite && r.Name is "pm" or "pm-postmortem");
    }

    [Fact]
    public async Task What_people_edit_stays_and_the_condition_says_so()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
        await world.UntilReadyAsync("pm");
        var text = Repository.Read(Readme);
        Repository.Commit("Ann's words", (Readme, text.Replace("**Priority:** P0", "**Priority:** P0, felt like P1", StringComparison.Ordinal)));

        var edited = await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.HumanEdited, "is edited");
        Assert.True(edited.Is(ConditionTypes.Published));
        Assert.Contains("people have edited severity", edited.Message(ConditionTypes.Published), StringComparison.Ordinal);

        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output).Replace("\"P0\"", "\"P2\"", StringComparison.Ordinal));
        await Until.TrueAsync(() => Task.FromResult(Repository.Read(Readme).Contains("**Priority:** P2", StringComparison.Ordinal)), () => "the newer version is offered");
        Assert.Contains("felt like P1", Repository.Read(Readme), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_that_somebody_ticks_makes_its_action_item_done_and_unticking_opens_it_again()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + ",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\"},{\"id\":\"AI-2\",\"title\":\"Alert earlier\"}]"));
        await world.UntilReadyAsync("pm");
        Assert.Contains("[ ] **AI-1:**", Repository.Read(Readme), StringComparison.Ordinal);

        Repository.Commit("Done", (Readme, Repository.Read(Readme).Replace("[ ] **AI-1:**", "[x] **AI-1:**", StringComparison.Ordinal)));
        var done = await world.UntilAsync("pm", p => p.Status!.ActionItems![0].State == FollowedState.Done, "has an item that is done");
        Assert.NotNull(done.Status!.ActionItems![0].CompletedAt);
        Assert.Equal(FollowedState.Open, done.Status.ActionItems[1].State);
        Assert.Contains("box", done.Message(ConditionTypes.ActionItemPrefix + "AI-1"), StringComparison.OrdinalIgnoreCase);
        await Until.TrueAsync(() => Task.FromResult(Repository.Read(Readme).Contains("[x] **AI-1:**", StringComparison.Ordinal)), () => "the box stays ticked");
        await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready), "is at rest");

        Repository.Commit("Not done after all", (Readme, Repository.Read(Readme).Replace("[x] **AI-1:**", "[ ] **AI-1:**", StringComparison.Ordinal)));
        var open = await world.UntilAsync("pm", p => p.Status!.ActionItems![0].State == FollowedState.Open, "has an item that is open again");
        Assert.Null(open.Status!.ActionItems![0].CompletedAt);
    }

    [Fact]
    public async Task A_file_that_people_delete_is_not_published_again_until_they_restore_it()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
        await world.UntilReadyAsync("pm");
        var text = Repository.Read(Readme);
        Repository.Commit("Not this one", (Readme, null));

        var deleted = await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.FileDeleted, "is not published");
        Assert.False(deleted.Is(ConditionTypes.Published));
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output).Replace("\"P0\"", "\"P2\"", StringComparison.Ordinal));
        await world.UntilAsync("pm", p => p.IsCurrent && p.Reason(ConditionTypes.Published) == Reasons.FileDeleted, "is still not published");
        Assert.False(Repository.Has(Readme));

        Repository.Commit("After all", (Readme, text));
        await world.UntilAsync("pm", p => p.Is(ConditionTypes.Published) && p.Is(ConditionTypes.Ready), "is published again");
        Assert.Contains("P2", Repository.Read(Readme), StringComparison.Ordinal);
    }

    /// <summary>As Flux and Argo CD do: what failed before is not told as the result of a look that somebody asked for.</summary>
    [Fact]
    public async Task A_refusal_does_not_stand_while_the_push_runs_that_somebody_asked_for()
    {
        Repository.Hook("pre-receive", "echo 'ask the platform team' >&2; exit 1");
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
        var refused = await world.UntilStalledAsync("pm", Reasons.PushRefused);
        Assert.EndsWith("it is tried again each spec.interval", refused.Message(ConditionTypes.Stalled), StringComparison.Ordinal);
        var reached = HoldPushes("pre-receive");

        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output), annotations: $"{{\"{PostMortemAnnotations.ReconcileAt}\":\"now\"}}");

        await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the push is under way; {process.Log}");
        var pending = await world.UntilAsync("pm", p => p.Status?.LastHandledReconcileAt == "now", "has heard");
        Assert.Equal(Reasons.UpdatePending, pending.Reason(ConditionTypes.Published));
        Assert.True(pending.Is(ConditionTypes.Reconciling));
        Assert.False(pending.Is(ConditionTypes.Stalled));
        Go();
        await world.UntilReadyAsync("pm");
    }

    [Fact]
    public async Task A_folder_that_people_delete_is_published_again_for_a_resource_that_is_made_anew()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
        await world.UntilReadyAsync("pm");
        Repository.Commit("Not this one", (Readme, null), ("postmortems/2025/default/pm/status.json", null));
        await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.FileDeleted, "is not published");

        await world.DeleteAsync("pm");
        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource goes; {process.Log}");
        await Garbage.CollectAsync(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        await world.UntilAsync("pm", p => p.Is(ConditionTypes.Published), "is published");
        Assert.True(Repository.Has(Readme));
    }

    [Fact]
    public async Task The_index_says_no_date_where_the_document_knows_none()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With("""{"title":"Search slow","severity":"P2","services":["search"]}""", Output));

        await world.UntilReadyAsync("pm");

        Assert.Contains("**Date:** Not known", Repository.Read(Repository.Files.Single(f => f.EndsWith("/pm/README.md", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Contains("\n|  | P2 | [Search slow](<", Repository.Read("postmortems/README.md"), StringComparison.Ordinal);
    }

    /// <summary>Nobody deleted the file; it lies where nothing is published any more.</summary>
    [Fact]
    public async Task Another_root_folder_gets_the_documents_anew()
    {
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
            await world.UntilReadyAsync("pm");
            await process.TerminateAsync();
        }

        await using var second = Start(world, ("GIT__REPOSITORIES__0__ROOT", "incidents"));
        const string Moved = "incidents/2025/default/pm/README.md";
        await world.UntilAsync("pm", p => p.Is(ConditionTypes.Published) && p.Status!.Document!.Outputs!.Any(o => o.Location == "handbook/" + Moved), "is published there");
        Assert.True(Repository.Has(Moved));
        Assert.True(Repository.Has(Readme));
    }

    [Fact]
    public async Task A_refused_push_is_never_called_published_and_is_tried_again()
    {
        Repository.Hook("pre-receive", "echo 'ask the platform team' >&2; exit 1");
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.With(Specs.Manual, Output), "\"interval\":\"10s\""));

        var refused = await world.UntilStalledAsync("pm", Reasons.PushRefused);
        Assert.False(refused.Is(ConditionTypes.Published));
        Assert.Contains("ask the platform team", refused.Message(ConditionTypes.Published), StringComparison.Ordinal);

        Repository.Hook("pre-receive", "exit 0");
        await world.UntilReadyAsync("pm");
    }

    [Theory]
    [InlineData("handbok", Reasons.RepositoryUnknown, "did you mean handbook?")]
    [InlineData("closed", Reasons.RepositoryForbidden, "is not open to namespace default")]
    public async Task ARepository_that_is_unknown_or_closed_is_refused(string name, string reason, string message)
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, $"\"outputs\":{{\"git\":{{\"repository\":\"{name}\"}}}}"));

        var stalled = await world.UntilStalledAsync("pm", reason);

        Assert.Contains(message, stalled.Message(ConditionTypes.Published), StringComparison.Ordinal);
        Assert.NotNull(await world.FindConfigMapAsync("pm-postmortem"));
    }

    [Fact]
    public async Task Many_resources_share_pushes()
    {
        await using var world = await CreateAsync();
        for (var i = 0; i < 60; i++)
        {
            await world.ApplyAsync($"pm-{i}", Specs.With(Specs.Manual, Output));
        }

        await using var process = Start(world);
        for (var i = 0; i < 60; i++)
        {
            await world.UntilReadyAsync($"pm-{i}");
        }

        Assert.Equal(60, Repository.Files.Count(f => f.EndsWith("status.json", StringComparison.Ordinal)));
        Assert.InRange(Repository.Commits, 2, 16);
    }

    /// <summary>The push has arrived and nothing of it is in a status yet; or it was cut off before it arrived.</summary>
    [Theory]
    [InlineData("post-receive")]
    [InlineData("pre-receive")]
    public async Task A_process_that_is_killed_during_a_push_ends_in_the_same_state(string hook)
    {
        var reached = HoldPushes(hook);
        await using var world = await CreateAsync();
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
            await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the push is under way; {process.Log}");
            await process.KillAsync();
        }

        Go();
        await using var second = Start(world);
        var resource = await world.UntilReadyAsync("pm");

        Assert.Equal(2, Repository.Commits);
        Assert.Equal(Repository.Tip, Assert.Single(resource.Status!.Document!.Outputs!, o => o.Type == "Git").Revision);
        Assert.Equal(Reasons.Succeeded, resource.Reason(ConditionTypes.Published));
    }

    [Fact]
    public async Task A_deleted_resource_leaves_its_files_unless_its_policy_is_Delete()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("kept", Specs.With(Specs.Manual, Output));
        await world.ApplyAsync("pm", Specs.With(Specs.With(Specs.Manual, Output), "\"deletionPolicy\":\"Delete\""));
        await world.UntilReadyAsync("kept");
        await world.UntilReadyAsync("pm");

        await world.DeleteAsync("kept");
        await world.DeleteAsync("pm");

        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource goes; {process.Log}");
        Assert.Equal(["handbook.md", "postmortems/2025/default/kept/README.md", "postmortems/2025/default/kept/status.json", "postmortems/README.md"], Repository.Files);
        Assert.Contains("[Email service outage](<2025/default/kept/README.md>)", Repository.Read("postmortems/README.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("default/pm/", Repository.Read("postmortems/README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("post-receive")]
    [InlineData("pre-receive")]
    public async Task A_process_that_is_killed_during_a_removal_removes_the_files_in_the_end(string hook)
    {
        await using var world = await CreateAsync();
        var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.With(Specs.Manual, Output), "\"deletionPolicy\":\"Delete\""));
        await world.UntilReadyAsync("pm");
        var reached = HoldPushes(hook);

        await world.DeleteAsync("pm");
        await Until.TrueAsync(() => Task.FromResult(reached()), () => $"the removal is under way; {process.Log}");
        await process.KillAsync();
        await process.DisposeAsync();
        Go();
        await using var second = Start(world);

        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource goes; {second.Log}");
        Assert.Equal(["handbook.md", "postmortems/README.md"], Repository.Files);
    }

    /// <summary>Each look at Prometheus gives another document, and each push another round: they must not drive each other.</summary>
    [Fact]
    public async Task An_incident_that_goes_on_is_published_once_an_interval()
    {
        await using var world = await CreateAsync();
        world.Prometheus.FiringAt = world.Time.GetUtcNow().AddMinutes(-10);
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Alerted.Replace("\"1m\"", "\"1h\"", StringComparison.Ordinal), Output));
        await world.UntilReadyAsync("pm");
        var readme = Repository.Files.Single(f => f.EndsWith("pm/README.md", StringComparison.Ordinal));
        var queries = world.Prometheus.Queries;
        Repository.Commit("Ann's words", (readme, Repository.Read(readme).Replace("**Priority:** P0", "**Priority:** P0, felt like P1", StringComparison.Ordinal)));

        await world.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == Reasons.HumanEdited && p.Is(ConditionTypes.Ready), "has heard of the edit");

        Assert.Equal(queries, world.Prometheus.Queries);
        Assert.Equal(3, Repository.Commits);
    }
}
