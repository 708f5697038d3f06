using Operator.Api;
using Operator.Publishing.Git;
using Operator.Tests.Publishing.Git;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>The life of a pull request: opened, brought up to date, merged, followed by another one.</summary>
public sealed class ProposalTests : GitHubTestBase
{
    [Fact]
    public async Task A_document_is_proposed_in_a_pull_request_and_not_pushed()
    {
        var trunk = Repository.Tip;

        var delivery = await PublishAsync(Request());

        Assert.Null(delivery.Failure);
        Assert.Equal((true, null, trunk), (delivery.IsProposed, delivery.Revision, Repository.Tip));
        var pull = GitHub.Pulls.Only;
        Assert.Equal((Branch, "main", "Post-mortem: Email outage"), (pull.Branch, pull.Base, pull.Title));
        Assert.Equal(["post-mortem", "severity/P0"], pull.Labels);
        Assert.Equal(["tech-lead"], pull.Reviewers);
        Assert.Contains("## Summary\n\nIt failed.", pull.Body, StringComparison.Ordinal);
        Assert.Contains("- [ ] **AI-1:** Watch it", pull.Body, StringComparison.Ordinal);
        Assert.Contains($"({GitHub.Url}team/handbook/blob/{Branch}/{Readme})", pull.Body, StringComparison.Ordinal);
        Assert.StartsWith("# Post-Mortem: p0-042", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Equal((pull.Number, PullRequestState.Open), (delivery.PullRequest!.Number, delivery.PullRequest.State));
        Assert.Equal($"{GitHub.Url}team/handbook/pull/1", delivery.PullRequest.Url);
        Assert.Equal(["tech-lead"], delivery.PullRequest.Reviewers);
    }

    [Fact]
    public async Task Its_commits_name_nobody_so_that_GitHub_signs_them()
    {
        await PublishAsync(Request());

        Assert.Equal([true], GitHub.Objects.Verified);
        var commit = Assert.Single(GitHub.Writes, w => w.Path.EndsWith("/git/commits", StringComparison.Ordinal));
        Assert.DoesNotContain("author", commit.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("committer", commit.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_change_is_not_written_again()
    {
        var first = await PublishAsync(Request());
        var writes = GitHub.Writes.Count;

        var second = await PublishAsync(Then(first));

        Assert.Equal(writes, GitHub.Writes.Count);
        Assert.Equal((true, first.PullRequest!.Number), (second.IsProposed, second.PullRequest!.Number));
    }

    [Fact]
    public async Task A_change_comes_into_the_open_pull_request()
    {
        var first = await PublishAsync(Request());

        var second = await PublishAsync(Then(first, "It failed twice.", title: "Email outage, twice"));

        Assert.Null(second.Failure);
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Equal("Post-mortem: Email outage, twice", GitHub.Pulls.Only.Title);
        Assert.Contains("It failed twice.", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
        Assert.Equal(2, GitHub.Objects.Verified.Count);
    }

    /// <summary>A push would dismiss the approvals that a branch's protection asks for.</summary>
    [Fact]
    public async Task A_status_and_a_date_alone_are_not_pushed()
    {
        var first = await PublishAsync(Request());

        var second = await PublishAsync(Then(first, status: "Published 2025-12-20"));

        Assert.Null(second.Failure);
        Assert.Single(GitHub.Objects.Verified);
    }

    [Fact]
    public async Task Merged_it_is_published()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Merge(1);

        var second = await PublishAsync(Then(first, status: "Published"));

        Assert.Equal((null, false, Repository.Tip), (second.Failure, second.IsProposed, second.Revision));
        Assert.Equal(PullRequestState.Merged, second.PullRequest!.State);
        Assert.Single(Pulls);
    }

    /// <summary>A merge of any kind, or a branch that stays behind: what changes later is proposed from the trunk.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(null, true)]
    [InlineData(null, false)]
    public async Task What_changes_after_a_merge_is_proposed_in_one_more_pull_request(bool? squash, bool deleteBranch)
    {
        var first = await PublishAsync(Request());
        Repository.Commit("Meanwhile", ("other.md", "x"));
        if (squash is { } how)
        {
            GitHub.Pulls.Merge(1, how, deleteBranch);
        }
        else
        {
            GitHub.Pulls.Rebase(1, deleteBranch);
        }

        var merged = await PublishAsync(Then(first));

        var third = await PublishAsync(Then(merged, "It failed twice."));
        var fourth = await PublishAsync(Then(third, "It failed thrice."));

        Assert.Null(fourth.Failure);
        Assert.Equal((2, 1), (Pulls.Count, GitHub.Pulls.Open.Count));
        Assert.Equal((2, merged.Revision), (fourth.PullRequest!.Number, fourth.Revision));
        Assert.Contains("It follows #1.", Pulls[1].Body, StringComparison.Ordinal);
        Assert.Equal("2", Testing.Git.BareRepository.Git("-C", Repository.Path, "rev-list", "--count", $"main..{Branch}").Trim());
        Assert.Contains("It failed thrice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_went_on_with_after_a_merge_is_not_removed()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Merge(1, squash: true, deleteBranch: false);
        var tip = Repository.CommitOn(Branch, "More", ("notes.md", "x"));

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal((Reasons.BranchNameTaken, true), (second.Failure!.Reason, second.Failure.IsTerminal));
        Assert.Equal(tip, GitHub.Objects.TipOf(Branch));
    }

    [Fact]
    public async Task What_the_trunk_got_in_another_way_closes_the_pull_request()
    {
        var first = await PublishAsync(Request());
        var (readme, status) = (Repository.Read(Readme, Branch), Repository.Read(Readme.Replace("README.md", "status.json", StringComparison.Ordinal), Branch));
        Repository.Commit("By hand", (Readme, readme), (Readme.Replace("README.md", "status.json", StringComparison.Ordinal), status));

        var second = await PublishAsync(Then(first));

        Assert.Equal((null, false, Repository.Tip), (second.Failure, second.IsProposed, second.Revision));
        Assert.Empty(GitHub.Pulls.Open);
        Assert.Null(GitHub.Objects.TipOf(Branch));
    }

    /// <summary>The copy of a large repository goes back some 1 000 commits, and people may rewrite history.</summary>
    [Theory]
    [InlineData(1_100)]
    [InlineData(0)]
    public async Task A_merge_that_the_history_does_not_show_any_more_keeps_nothing_from_being_proposed(int commits)
    {
        var first = await PublishAsync(Request());
        var trunk = Repository.Tip;
        GitHub.Pulls.Merge(1);
        GitHub.Pulls.Edit(1, p => p.MergedAt = TimeProvider.System.GetUtcNow().AddDays(-30));
        var merged = await PublishAsync(Then(first));
        if (commits == 0)
        {
            var (readme, folder) = (Repository.Read(Readme), Readme[..^"README.md".Length]);
            GitHub.Objects.Restore("main", trunk);
            Repository.Commit("Anew", (Readme, readme), (folder + "status.json", Repository.Read(folder + "status.json", merged.Revision!)));
        }

        Repository.CommitMany(commits);
        var second = await PublishAsync(Then(merged, "It failed twice."));

        Assert.Equal((null, 2), (second.Failure, second.PullRequest?.Number));
    }

    [Fact]
    public async Task An_operator_that_goes_on_notices_a_merge()
    {
        Options.PollInterval = TimeSpan.FromSeconds(1);
        var woken = new TaskCompletionSource();
        await using var watching = new Worker(Options, wake: _ => woken.TrySetResult());
        var first = await AnswerAsync(watching, Request());
        woken = new TaskCompletionSource();

        GitHub.Pulls.Merge(1);
        await woken.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var second = await AnswerAsync(watching, Then(first));
        for (var attempt = 0; second.IsProposed && attempt < 1000; attempt++)
        {
            // The old answer stands until there is a new one.
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            second = await AnswerAsync(watching, Then(first));
        }

        Assert.Equal((false, Repository.Tip), (second.IsProposed, second.Revision));
    }

    /// <summary>People deleted what was merged, by the button "Revert".</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1_100)]
    public async Task A_merge_that_was_reverted_is_not_proposed_again_until_that_is_reverted(int commits)
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Merge(1);
        var merged = await PublishAsync(Then(first));
        Repository.CommitMany(commits);
        var files = Repository.Files.Where(f => f.StartsWith(Readme[..^"README.md".Length], StringComparison.Ordinal)).ToArray();
        Repository.Commit("Revert \"Post-mortem\"", [.. files.Select(f => (f, (string?)null))]);

        var reverted = await PublishAsync(Then(merged, "It failed twice."));
        Assert.Equal((null, true, 1), (reverted.Failure, reverted.IsWithheld, Pulls.Count));

        GitHub.Objects.Restore("main", merged.Revision!);
        var again = await PublishAsync(Then(merged, "It failed twice."));
        Assert.Equal((null, 2), (again.Failure, again.PullRequest?.Number));
    }

    [Fact]
    public async Task Only_so_many_are_open_at_a_time()
    {
        Options.MaxOpenPullRequests = 1;
        var first = await PublishAsync(Request());

        var second = await PublishAsync(Request(name: "p0-043"));
        GitHub.Pulls.Merge(1);
        var third = await PublishAsync(Request(name: "p0-043"));

        Assert.Equal((true, null), (second.IsProposed, second.PullRequest));
        Assert.Equal((true, 2), (third.IsProposed, third.PullRequest!.Number));
        Assert.NotNull(first.PullRequest);
    }

    [Fact]
    public async Task A_removed_post_mortem_takes_its_pull_request_and_branch_along()
    {
        await PublishAsync(Request());

        var removal = await PublishAsync(Removal());
        var again = await PublishAsync(Request());

        Assert.Null(removal.Failure);
        Assert.Equal([false, true], Pulls.Select(p => p.IsOpen));
        Assert.Equal((true, 2), (again.IsProposed, again.PullRequest!.Number));
    }

    [Fact]
    public async Task A_removal_that_a_crash_cut_short_is_ended()
    {
        await PublishAsync(Request());
        GitHub.Cut = call => call.Method == "PATCH" && call.Path.EndsWith("/pulls/1", StringComparison.Ordinal);
        await PublishAsync(Removal());
        GitHub.Cut = static _ => false;

        var second = await SettleAsync(Removal);

        Assert.Null(second.Failure);
        Assert.Null(GitHub.Objects.TipOf(Branch));
    }

    private static GitRequest Removal() => GitRequest.Removal(new("production", "p0-042"), Readme, "eu", isProposed: true);
}
