using System.Globalization;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;
using Operator.Testing.GitHub;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// The life of a resource on GitHub as somebody else understands it: an emulator that is not ours. Its pull requests do not follow their branches, so that
/// changes of an open one are for the strict server of ours.
/// </summary>
public sealed class EmulatedGitHubTests
{
    private const string Branch = "postmortem/eu/default/pm";
    private const string Readme = "postmortems/2025/default/pm/README.md";

    [Fact]
    public async Task A_document_is_proposed_reviewed_merged_and_followed_and_its_issue_says_that_it_is_done()
    {
        using var repository = new BareRepository(firstFile: null);
        await using var github = await EmulatedGitHub.StartAsync(Path.Combine(RepositoryFiles.Root, "tests", "github"), repository);
        await using var world = await World.CreateAsync(withPrometheus: false, withOperator: false, start: TimeProvider.System.GetUtcNow());
        await using var process = world.StartOperatorProcess(environment: Configuration(github));

        await world.ApplyAsync("pm", Spec("It failed.", ""));
        await UntilAsync(world, p => p.Reason(ConditionTypes.Published) == Reasons.PullRequestOpen, "is proposed");
        var pull = Assert.Single(await PullsAsync(github, "open"));
        var number = (int)pull["number"]!;
        Assert.Equal((Branch, "main", "Post-mortem: Email service outage"), ((string)pull["head"]!["ref"]!, (string)pull["base"]!["ref"]!, (string)pull["title"]!));
        Assert.Equal(["post-mortem", "severity/P0"], pull["labels"]!.AsArray().Select(l => (string)l!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(["tech-lead"], pull["requested_reviewers"]!.AsArray().Select(r => (string)r!["login"]!));

        await github.AskAsync("lead", "POST", $"pulls/{number}/reviews", new JsonObject { ["event"] = "APPROVE", ["body"] = "Good" });

        // A review changes no pull request there, as it does on GitHub.
        await github.AskAsync("ann", "PATCH", $"pulls/{number}", new JsonObject { ["body"] = (string)pull["body"]! + "\nAnn: thank you." });
        var reviewed = await UntilAsync(world, p => p.Is(ConditionTypes.Reviewed), "is approved");
        Assert.Equal((ApprovalSource.Review, "tech-lead"), (Assert.Single(reviewed.Status!.Approvals!).Source, reviewed.Status.Approvals![0].By));
        await Until.TrueAsync(async () => ((string)(await PullsAsync(github, "open"))[0]["body"]!).Contains("- Tech Lead: approved", StringComparison.Ordinal), () => $"the body names the approval; {process.Log}");

        await github.AskAsync("ann", "PUT", $"pulls/{number}/merge", new JsonObject { ["merge_method"] = "squash" });
        var published = await UntilAsync(world, p => p.Is(ConditionTypes.Published) && p.Status!.Phase == PostMortemPhase.Published, "is published");
        Assert.Equal(PullRequestState.Merged, published.Status!.Document!.Outputs!.Single(o => o.Type == "Git").PullRequest!.State);
        Assert.Contains("It failed.", repository.Read(Readme), StringComparison.Ordinal);

        await world.ApplyAsync("pm", Spec("It failed twice.", ",\"issue\":{\"repository\":\"handbook\"}"));
        await UntilAsync(world, p => p.Reason(ConditionTypes.Published) == Reasons.UpdatePending && p.Status!.ActionItems![0].Issue?.Number is not null, "is proposed once more, with an issue");
        var follower = Assert.Single(await PullsAsync(github, "open"));
        Assert.NotEqual(number, (int)follower["number"]!);
        Assert.Contains($"It follows #{number}.", (string)follower["body"]!, StringComparison.Ordinal);
        var issue = Assert.Single((await github.AskAsync("ann", "GET", "issues?state=all"))!.AsArray(), i => i!["pull_request"] is null)!;
        Assert.Equal("Enlarge the pool", (string)issue["title"]!);
        await github.AskAsync("ann", "PATCH", $"issues/{(int)issue["number"]!}", new JsonObject { ["state"] = "closed", ["state_reason"] = "completed" });
        var done = await UntilAsync(world, p => p.Status!.ActionItems![0].State == FollowedState.Done, "has its action item done");
        Assert.Equal((StatementSource.Issue, "ann"), (Assert.Single(done.Status!.ActionItems![0].Statements!).Source, done.Status.ActionItems[0].Statements![0].By));
        await Until.TrueAsync(() => Task.FromResult(repository.Read(Readme, Branch).Contains("[x] **AI-1:**", StringComparison.Ordinal)), () => $"the branch says it; {process.Log}");

        await world.DeleteAsync("pm");
        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource is gone; {process.Log}");
        Assert.Empty(await PullsAsync(github, "open"));
        Assert.Equal("closed", (string)(await github.AskAsync("ann", "GET", $"pulls/{(int)follower["number"]!}"))!["state"]!);
        Assert.DoesNotContain((await github.AskAsync("ann", "GET", "git/matching-refs/heads/"))!.AsArray(), r => (string)r!["ref"]! == $"refs/heads/{Branch}");
        Assert.Single((await github.AskAsync("ann", "GET", "issues?state=all"))!.AsArray(), i => i!["pull_request"] is null);
    }

    private static string Spec(string incident, string issue) => Specs.With(
        Specs.With(Specs.Manual, Specs.Sections.Replace("It failed.", incident, StringComparison.Ordinal).Replace(",\"noActionItems\":\"Nothing is left to do\"", "", StringComparison.Ordinal)),
        """
        "deletionPolicy":"Delete","outputs":{"git":{"repository":"handbook"}},"review":{"reviewers":[{"name":"Tech Lead","github":"tech-lead"}]},
        "actionItems":[{"id":"AI-1","title":"Enlarge the pool","owner":"ann"MORE}]
        """.Replace("MORE", issue, StringComparison.Ordinal));

    private static async Task<LivePostMortemView> UntilAsync(World world, Func<LivePostMortemView, bool> condition, string what) =>
        await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && condition(p), what);

    private static async Task<IReadOnlyList<JsonNode>> PullsAsync(EmulatedGitHub github, string state) => [.. (await github.AskAsync("ann", "GET", $"pulls?state={state}"))!.AsArray().Select(p => p!)];

    private static Dictionary<string, string> Configuration(EmulatedGitHub github) => new(StringComparer.Ordinal)
    {
        ["POSTMORTEM__CLUSTERNAME"] = "eu",
        ["POSTMORTEM__GIT__DIRECTORY"] = Path.Combine(github.Repository.Folder, "copies"),
        ["POSTMORTEM__GIT__REPOSITORIES__0__NAME"] = FakeGitHub.Name,
        ["POSTMORTEM__GIT__REPOSITORIES__0__URL"] = github.RepositoryUrl,
        ["POSTMORTEM__GIT__REPOSITORIES__0__PROVIDER"] = "github",
        ["POSTMORTEM__GIT__REPOSITORIES__0__STRATEGY"] = "PullRequest",
        ["POSTMORTEM__GIT__REPOSITORIES__0__INDEX"] = "false",
        ["POSTMORTEM__GIT__REPOSITORIES__0__POLLINTERVAL"] = "1s",
        ["POSTMORTEM__GIT__REPOSITORIES__0__AUTH__APPID"] = FakeGitHub.AppId.ToString(CultureInfo.InvariantCulture),
        ["POSTMORTEM__GIT__REPOSITORIES__0__AUTH__INSTALLATIONID"] = FakeGitHub.InstallationId.ToString(CultureInfo.InvariantCulture),
        ["POSTMORTEM__GIT__REPOSITORIES__0__AUTH__PRIVATEKEYFILE"] = github.KeyFile,
    };
}
