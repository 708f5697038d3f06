using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests;

/// <summary>A reviewer approves in a signed commit, and that holds wherever the resource goes.</summary>
public class GitSignOffTests : GitTestBase
{
    private const string Lead = "Ann <ann@example.com>";
    private static readonly string Spec = Specs.With(Specs.Manual, Output + "," + Specs.Sections + ",\"review\":{\"reviewers\":[{\"name\":\"Lead\",\"email\":\"ann@example.com\"}]}");

    [Fact]
    public async Task A_box_ticked_in_a_signed_commit_approves_in_this_cluster_and_in_a_new_one()
    {
        var key = SshKeys.Create(Repository.Folder, "ann");
        (string, string) signers = ("GIT__REPOSITORIES__0__ALLOWEDSIGNERS__0", $"ann@example.com {SshKeys.Public(key)}");
        string commit;
        DateTimeOffset? published;
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world, signers))
        {
            await world.ApplyAsync("pm", Spec);
            var draft = await world.UntilReadyAsync("pm");
            Assert.False(draft.Is(ConditionTypes.Reviewed));

            commit = Repository.CommitSigned(Lead, key, "Approve", (Readme, Repository.Read(Readme).Replace("[ ] Lead", "[x] Lead", StringComparison.Ordinal)));
            var reviewed = await world.UntilAsync("pm", p => p.Is(ConditionTypes.Reviewed), "is reviewed");
            AssertApproved(reviewed, commit);
            published = (await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Status!.Phase == PostMortemPhase.Published, "is published")).Status!.Document!.PublishedAt;
            Assert.NotNull(published);
            await process.TerminateAsync();
        }

        await using var second = await CreateAsync();
        await using var successor = Start(second, signers);
        await second.ApplyAsync("pm", Spec);

        var moved = await second.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Is(ConditionTypes.Reviewed), "is reviewed there, too");
        AssertApproved(moved, commit);
        Assert.Equal(PostMortemPhase.Published, moved.Status!.Phase);
        Assert.Equal(published!.Value.Date, moved.Status.Document!.PublishedAt!.Value.Date);
        Assert.Contains("[x] Lead", Repository.Read(Readme), StringComparison.Ordinal);
    }

    /// <summary>A cluster that knows nobody's keys must not believe a status file that anybody may have written.</summary>
    [Fact]
    public async Task A_new_cluster_that_does_not_know_the_signer_does_not_believe_the_file()
    {
        var key = SshKeys.Create(Repository.Folder, "ann");
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world, ("GIT__REPOSITORIES__0__ALLOWEDSIGNERS__0", $"ann@example.com {SshKeys.Public(key)}")))
        {
            await world.ApplyAsync("pm", Spec);
            await world.UntilReadyAsync("pm");
            Repository.CommitSigned(Lead, key, "Approve", (Readme, Repository.Read(Readme).Replace("[ ] Lead", "[x] Lead", StringComparison.Ordinal)));
            await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Is(ConditionTypes.Reviewed), "is reviewed");
            await process.TerminateAsync();
        }

        await using var second = await CreateAsync();
        await using var successor = Start(second);
        await second.ApplyAsync("pm", Spec);

        var moved = await second.UntilReadyAsync("pm");
        Assert.False(moved.Is(ConditionTypes.Reviewed));
        Assert.DoesNotContain(moved.Status!.Approvals ?? [], a => a.State == ApprovalState.Approved);
    }

    private static void AssertApproved(LivePostMortemView resource, string commit)
    {
        var approval = Assert.Single(resource.Status!.Approvals!);
        Assert.Equal(("Lead", ApprovalState.Approved, ApprovalSource.Checkbox, Lead, commit), (approval.Reviewer, approval.State, approval.Source, approval.By, approval.Revision));
    }
}
