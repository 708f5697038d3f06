using Operator.Api;
using Operator.Publishing.Git;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>Who closes a pull request, and into which branch it is to be merged.</summary>
public sealed class ProposalClosingTests : GitHubTestBase
{
    /// <summary>To delete a branch closes its pull request, and to bring it back does not open it.</summary>
    [Fact]
    public async Task Closed_because_its_branch_was_deleted_it_is_opened_again_though_somebody_brought_the_branch_back()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.DeleteBranch(1);
        GitHub.Pulls.RestoreBranch(1);

        var second = await PublishAsync(Then(first));

        Assert.Equal((null, PullRequestState.Open, 2), (second.Failure, second.PullRequest!.State, second.PullRequest.Number));
    }

    [Fact]
    public async Task Closed_because_the_branch_was_deleted_into_which_it_was_to_be_merged_it_is_opened_again()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.DeleteBase(1);

        var second = await PublishAsync(Then(first));

        Assert.Equal((null, PullRequestState.Open, 2), (second.Failure, second.PullRequest!.State, second.PullRequest.Number));
    }

    [Fact]
    public async Task To_remove_the_annotation_asks_for_nothing()
    {
        var first = await PublishAsync(Request(token: "please"));
        GitHub.Pulls.Close(1);
        var declined = await PublishAsync(Then(first, token: "please"));

        var removed = await PublishAsync(Then(declined));
        var asked = await PublishAsync(Then(removed, token: "once more"));

        Assert.Equal((PullRequestState.Declined, 1), (removed.PullRequest!.State, removed.PullRequest.Number));
        Assert.Equal((PullRequestState.Open, 2), (asked.PullRequest!.State, asked.PullRequest.Number));
    }

    [Fact]
    public async Task Opened_again_by_a_person_it_goes_on()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Close(1);
        var declined = await PublishAsync(Then(first));
        GitHub.Pulls.Reopen(1);

        var second = await PublishAsync(Then(declined, "It failed twice."));

        Assert.Equal((null, PullRequestState.Open, 1), (second.Failure, second.PullRequest!.State, second.PullRequest.Number));
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    /// <summary>The operator says in the body that it closed one; a person who opens it again and closes it later has declined it.</summary>
    [Fact]
    public async Task Closed_by_a_person_after_the_operator_had_closed_it_it_stays_closed()
    {
        await PublishAsync(Request());
        await PublishAsync(GitRequest.Removal(new("production", "p0-042"), Readme, "eu", isProposed: true));
        GitHub.Pulls.RestoreBranch(1);
        GitHub.Pulls.Reopen(1);
        var opened = await PublishAsync(Request());
        GitHub.Pulls.Close(1);

        var second = await PublishAsync(Then(opened));

        Assert.Equal((null, PullRequestState.Declined, 1), (second.Failure, second.PullRequest!.State, second.PullRequest.Number));
        Assert.Single(Pulls);
    }

    [Fact]
    public async Task A_person_may_have_it_merged_into_another_branch_and_it_stays_the_only_one()
    {
        var first = await PublishAsync(Request());
        GitHub.Objects.Restore("next", Repository.Tip);
        GitHub.Pulls.Edit(1, p => p.Base = "next");

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal((null, PullRequestState.Open, 1), (second.Failure, second.PullRequest!.State, second.PullRequest.Number));
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Contains("somebody has it merged into next, and it is published once that comes into main", second.Notes);
        Assert.Single(Pulls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Merged_into_another_branch_it_is_published_by_another_pull_request_or_by_that_branch(bool isTakenOver)
    {
        var first = await PublishAsync(Request());
        GitHub.Objects.Restore("next", Repository.Tip);
        GitHub.Pulls.Edit(1, p => p.Base = "next");
        GitHub.Pulls.Merge(1);
        if (isTakenOver)
        {
            GitHub.Objects.Restore("main", GitHub.Objects.TipOf("next")!);
        }

        var second = await PublishAsync(Then(first));

        Assert.Equal((null, !isTakenOver, isTakenOver ? 1 : 2), (second.Failure, second.IsProposed, second.PullRequest!.Number));
    }

    [Fact]
    public async Task Deleted_with_its_resource_it_is_closed_into_whichever_branch_it_was_to_be_merged()
    {
        await PublishAsync(Request());
        GitHub.Objects.Restore("next", Repository.Tip);
        GitHub.Pulls.Edit(1, p => p.Base = "next");

        await PublishAsync(GitRequest.Removal(new("production", "p0-042"), Readme, "eu", isProposed: true));

        Assert.False(GitHub.Pulls.Only.IsOpen);
        Assert.Contains("postmortem.dev/closed", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
        Assert.Null(GitHub.Objects.TipOf(Branch));
    }
}
