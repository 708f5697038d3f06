using System.Globalization;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;
using Operator.Testing.GitHub;

namespace Operator.EndToEnd.Tests;

/// <summary>Publishing to GitHub, by the operator as a process of its own: what is found by reflection must be in the program that ships.</summary>
public class GitHubTests : GitTestBase
{
    [Fact]
    public async Task A_GitHub_App_publishes()
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. App(github)]);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        var resource = await world.UntilReadyAsync("pm");

        Assert.Equal(Repository.Tip, resource.Status!.Document!.Outputs!.Single(o => o.Type == "Git").Revision);
        Assert.Single(github.Calls);
    }

    [Fact]
    public async Task A_document_is_proposed_and_published_once_people_merge_it()
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. PullRequests(github)]);
        await world.ApplyAsync("pm", Specs.With(Specs.With(Specs.Manual, Specs.Sections), Output + ",\"review\":{\"reviewers\":[{\"name\":\"Tech Lead\",\"github\":\"tech-lead\",\"approvedAt\":\"2025-12-15T08:00:00Z\"}]}"));

        var proposed = await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.Published) == Reasons.PullRequestOpen, "is proposed");
        var pull = github.Pulls.Only;
        Assert.False(proposed.Is(ConditionTypes.Published));
        Assert.Equal(PostMortemPhase.Reviewed, proposed.Status!.Phase);
        Assert.Equal((1, PullRequestState.Open), (Git(proposed).PullRequest!.Number, Git(proposed).PullRequest!.State));
        Assert.Null(Git(proposed).Revision);
        Assert.Equal(("postmortem/eu/default/pm", "Post-mortem: Email service outage"), (pull.Branch, pull.Title));
        Assert.Equal(["tech-lead"], pull.Reviewers);
        Assert.Contains("- Tech Lead: approved 2025-12-15", pull.Body, StringComparison.Ordinal);
        Assert.False(Repository.Has(Readme));
        github.Pulls.Merge(1);

        var published = await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Published), "is published");
        Assert.Equal(PostMortemPhase.Published, published.Status!.Phase);
        Assert.NotNull(published.Status.Document!.PublishedAt);
        Assert.Equal((PullRequestState.Merged, true), (Git(published).PullRequest!.State, Repository.Has(Readme)));
        Assert.NotNull(Git(published).Revision);
    }

    [Fact]
    public async Task A_review_on_GitHub_approves_without_a_commit_and_leads_to_Published()
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        github.Pulls.DismissesStale = true;
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. PullRequests(github)]);
        await world.ApplyAsync("pm", Specs.With(Specs.With(Specs.Manual, Specs.Sections), Output + ",\"review\":{\"reviewers\":[{\"name\":\"Tech Lead\",\"github\":\"tech-lead\"}]}"));
        var proposed = await UntilReasonAsync(world, Reasons.PullRequestOpen);
        Assert.Equal(PostMortemPhase.Draft, proposed.Status!.Phase);

        github.Pulls.Review(1, "tech-lead");
        var reviewed = await world.UntilAsync("pm", p => p.Is(ConditionTypes.Reviewed), "is reviewed");
        var approval = Assert.Single(reviewed.Status!.Approvals!);
        Assert.Equal((ApprovalState.Approved, ApprovalSource.Review, "tech-lead"), (approval.State, approval.Source, approval.By));
        await Until.TrueAsync(() => Task.FromResult(github.Pulls.Only.Body.Contains("- Tech Lead: approved", StringComparison.Ordinal)), () => $"the body names the approval; {process.Log}");
        Assert.Single(github.Objects.Verified);

        github.Pulls.Merge(1);
        await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Published) && p.Status!.Phase == PostMortemPhase.Published, "is published");
        Assert.Single(github.Pulls.All);
    }

    [Fact]
    public async Task A_figure_that_changes_after_an_approval_marks_it_as_older()
    {
        const string More = Output + ",\"review\":{\"reviewers\":[{\"name\":\"Tech Lead\",\"github\":\"tech-lead\"}]}";
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. PullRequests(github)]);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, More));
        await UntilReasonAsync(world, Reasons.PullRequestOpen);
        github.Pulls.Review(1, "tech-lead");
        var reviewed = await world.UntilAsync("pm", p => p.Is(ConditionTypes.Reviewed), "is reviewed");
        Assert.Null(reviewed.Status!.Document!.FiguresChangedAt);

        await world.ApplyAsync("pm", Specs.With(Specs.Manual.Replace("07:12:00Z", "07:15:00Z", StringComparison.Ordinal), More));

        var older = await world.UntilAsync("pm", p => p.IsCurrent && p.Status!.Document!.FiguresChangedAt is not null, "has other figures");
        var approval = Assert.Single(older.Status!.Approvals!);
        Assert.Equal(("tech-lead", ApprovalSource.Review, ApprovalState.Approved), (approval.By, approval.Source, approval.State));
        Assert.Equal("Approved by Tech Lead; figures have changed since Tech Lead approved", older.Message(ConditionTypes.Reviewed));
        var day = older.Status.Document!.FiguresChangedAt!.Value.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await Until.TrueAsync(() => Task.FromResult(Repository.Read(Readme, "postmortem/eu/default/pm").Contains($"(older than the figures, which changed on {day})", StringComparison.Ordinal)), () => $"the document says it; {process.Log}");
        await Until.TrueAsync(() => Task.FromResult(github.Pulls.Only.Body.Contains($", older than the figures, which changed on {day}", StringComparison.Ordinal)), () => $"the body says it; {process.Log}");

        github.Pulls.Review(1, "tech-lead");
        var again = await world.UntilAsync("pm", p => p.Message(ConditionTypes.Reviewed) == "Approved by Tech Lead", "is approved as it is now");
        Assert.True(again.Status!.Approvals![0].Time > approval.Time);
        await Until.TrueAsync(() => Task.FromResult(!github.Pulls.Only.Body.Contains("older than", StringComparison.Ordinal)), () => $"the body follows; {process.Log}");
    }

    [Fact]
    public async Task An_action_item_s_issue_is_opened_once_and_says_when_it_is_done()
    {
        const string Items = ",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\",\"owner\":\"ann\",\"issue\":{\"repository\":\"handbook\"}},{\"id\":\"AI-2\",\"title\":\"Elsewhere\",\"issue\":{\"repository\":\"closed\"}}]";
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using (var process = Start(world, [.. App(github), ("GIT__REPOSITORIES__0__POLLINTERVAL", "1s")]))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + Items));
            var open = await world.UntilAsync("pm", p => p.Status?.ActionItems?[0].Issue?.Number is not null && p.Status.ActionItems[1].Issue?.Problem is not null, "has an issue");
            Assert.Equal(github.Issues.Only.Number, open.Status!.ActionItems![0].Issue!.Number);
            Assert.Contains("spec.actionItems[AI-2].issue.repository: 'closed' is not open to namespace default", open.Message(ConditionTypes.OfActionItem("AI-2")), StringComparison.Ordinal);
            await world.UntilAsync("pm", _ => Repository.Has(Readme) && Repository.Read(Readme).Contains(github.Issues.Only.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), "is published with its address");
            await process.TerminateAsync();
        }

        github.Issues.Close("completed", "ann");
        await using var second = Start(world, [.. App(github), ("GIT__REPOSITORIES__0__POLLINTERVAL", "1s")]);

        var done = await world.UntilAsync("pm", p => p.IsCurrent && p.Status!.ActionItems![0].State == FollowedState.Done, "has an item that is done");
        Assert.Equal((StatementSource.Issue, "ann"), (Assert.Single(done.Status!.ActionItems![0].Statements!).Source, done.Status.ActionItems[0].Statements![0].By));
        Assert.Single(github.Issues.All);
    }

    [Fact]
    public async Task Declined_it_stays_ready_and_an_annotation_opens_another_one()
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. PullRequests(github)]);
        var spec = Specs.With(Specs.Manual, Output);
        await world.ApplyAsync("pm", spec);
        await UntilReasonAsync(world, Reasons.PullRequestOpen);
        github.Pulls.Close(1);

        var declined = await UntilReasonAsync(world, Reasons.PullRequestDeclined);
        Assert.True(declined.Is(ConditionTypes.Ready));
        await world.ApplyAsync("pm", spec, annotations: $"{{\"{PostMortemAnnotations.ReconcileAt}\":\"now\"}}");

        var again = await UntilReasonAsync(world, Reasons.PullRequestOpen);
        Assert.Equal((2, 2), (Git(again).PullRequest!.Number, github.Pulls.All.Count));
    }

    [Fact]
    public async Task A_box_ticked_in_the_pull_request_counts_and_the_file_follows()
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. PullRequests(github)]);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + ",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\",\"owner\":\"Ann\"}]"));
        await UntilReasonAsync(world, Reasons.PullRequestOpen);
        github.Pulls.Edit(1, p => p.Body = p.Body.Replace("[ ] **AI-1:**", "[x] **AI-1:**", StringComparison.Ordinal));

        var done = await world.UntilAsync("pm", p => p.Status?.ActionItems?[0].State == FollowedState.Done, "has its action item done");
        var statement = Assert.Single(done.Status!.ActionItems![0].Statements!);
        Assert.Equal((StatementSource.PullRequest, null), (statement.Source, statement.By));
        await Until.TrueAsync(() => Task.FromResult(Repository.Read(Readme, "postmortem/eu/default/pm").Contains("[x] **AI-1:**", StringComparison.Ordinal)), () => $"the file has the tick; {process.Log}");
        Assert.Equal(FollowedState.Done, (await world.FindAsync("pm"))!.Status!.ActionItems![0].State);
    }

    /// <summary>After each request that changes something on GitHub.</summary>
    [Theory]
    [InlineData("/git/trees")]
    [InlineData("/git/commits")]
    [InlineData("/git/refs")]
    [InlineData("/pulls")]
    [InlineData("/issues/1/labels")]
    [InlineData("/pulls/1/requested_reviewers")]
    public async Task A_process_killed_after_a_request_leaves_one_pull_request(string request)
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        var reached = new TaskCompletionSource();
        github.Cut = call =>
        {
            var isIt = call.Method == "POST" && call.Path.EndsWith(request, StringComparison.Ordinal);
            return isIt && reached.TrySetResult();
        };
        await using (var process = Start(world, [.. PullRequests(github)]))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + ",\"review\":{\"reviewers\":[{\"name\":\"Tech Lead\",\"github\":\"tech-lead\"}]}"));
            await reached.Task.WaitAsync(TimeSpan.FromMinutes(2));
            await process.KillAsync();
        }

        await using var second = Start(world, [.. PullRequests(github)]);

        await UntilReasonAsync(world, Reasons.PullRequestOpen);
        var pull = github.Pulls.Only;
        Assert.Equal(["post-mortem", "severity/P0"], pull.Labels);
        Assert.Equal(["tech-lead"], pull.Reviewers);
        Assert.Equal("1", BareRepository.Git("-C", Repository.Path, "rev-list", "--count", $"main..{pull.Branch}").Trim());
    }

    [Fact]
    public async Task A_deleted_resource_closes_its_pull_request_if_it_is_to()
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. PullRequests(github)]);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + ",\"deletionPolicy\":\"Delete\""));
        await UntilReasonAsync(world, Reasons.PullRequestOpen);

        await world.DeleteAsync("pm");

        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource is gone; {process.Log}");
        Assert.False(github.Pulls.Only.IsOpen);
        Assert.Null(github.Objects.TipOf("postmortem/eu/default/pm"));
    }

    [Fact]
    public async Task A_repository_that_is_not_on_GitHub_takes_no_pull_request()
    {
        await using var world = await CreateAsync();
        await using var process = Start(world);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, "\"outputs\":{\"git\":{\"repository\":\"handbook\",\"strategy\":\"PullRequest\"}}"));

        var stalled = await world.UntilStalledAsync("pm", Reasons.InvalidSpec);

        Assert.Contains("spec.outputs.git.strategy: PullRequest needs a repository on GitHub", stalled.Message(ConditionTypes.Ready), StringComparison.Ordinal);
    }

    private static Task<LivePostMortemView> UntilReasonAsync(World world, string reason) =>
        world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.Published) == reason, $"has reason {reason}");

    private static OutputStatus Git(LivePostMortemView resource) => resource.Status!.Document!.Outputs!.Single(o => o.Type == "Git");

    private static IEnumerable<(string Name, string Value)> PullRequests(FakeGitHub github) => [.. App(github), ("GIT__REPOSITORIES__0__STRATEGY", "PullRequest"), ("GIT__REPOSITORIES__0__INDEX", "false")];

    private static IEnumerable<(string Name, string Value)> App(FakeGitHub github) =>
    [
        ("GIT__REPOSITORIES__0__URL", github.RepositoryUrl),
        ("GIT__REPOSITORIES__0__PROVIDER", "github"),
        ("GIT__REPOSITORIES__0__AUTH__APPID", FakeGitHub.AppId.ToString(CultureInfo.InvariantCulture)),
        ("GIT__REPOSITORIES__0__AUTH__INSTALLATIONID", FakeGitHub.InstallationId.ToString(CultureInfo.InvariantCulture)),
        ("GIT__REPOSITORIES__0__AUTH__PRIVATEKEYFILE", github.KeyFile),
    ];
}
