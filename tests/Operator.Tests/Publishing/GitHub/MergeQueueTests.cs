using Operator.Api;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>A merge queue merges into a branch of its own first, and closes pull requests itself.</summary>
public sealed class MergeQueueTests : GitHubTestBase
{
    [Fact]
    public async Task While_a_queue_has_it_it_is_open_and_then_published()
    {
        var first = await PublishAsync(Request());
        var queued = GitHub.Pulls.Enqueue(1);
        var writes = GitHub.Writes.Count;

        var waiting = await PublishAsync(Then(first, status: "In review"));
        Assert.Equal((null, true, PullRequestState.Open), (waiting.Failure, waiting.IsProposed, waiting.PullRequest!.State));
        Assert.Equal(writes, GitHub.Writes.Count);

        GitHub.Pulls.Dequeue(1, queued, passes: true);
        var merged = await PublishAsync(Then(waiting));

        Assert.Equal((null, false, Repository.Tip, PullRequestState.Merged), (merged.Failure, merged.IsProposed, merged.Revision, merged.PullRequest!.State));
        Assert.Single(Pulls);
    }

    [Fact]
    public async Task What_a_queue_gives_back_is_gone_on_with()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Dequeue(1, GitHub.Pulls.Enqueue(1), passes: false);

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal((null, PullRequestState.Open, 1), (second.Failure, second.PullRequest!.State, second.PullRequest.Number));
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    /// <summary>The commit that the queue made lies below those of others that were merged with it.</summary>
    [Fact]
    public async Task What_changes_after_a_queue_merged_is_proposed_in_one_more_pull_request()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Dequeue(1, GitHub.Pulls.Enqueue(1), passes: true);
        Repository.Commit("Merged with it", ("other.md", "x"));
        var merged = await PublishAsync(Then(first));

        var second = await PublishAsync(Then(merged, "It failed twice."));

        Assert.Equal((null, PullRequestState.Open, 2), (second.Failure, second.PullRequest!.State, second.PullRequest.Number));
    }
}
