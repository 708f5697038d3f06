using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.Publishing.Git;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>GitHub is slow, strict, or away in the middle of something.</summary>
public sealed class ProposalFaultTests : GitHubTestBase
{
    /// <summary>The answer to each write in turn is lost, and nothing is known afterwards.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Whichever_answer_is_lost_there_is_one_pull_request(int write)
    {
        var writes = 0;
        GitHub.Cut = call => call.Method != "GET" && ++writes == write;

        var delivery = await SettleAsync(() => Request());
        var last = await SettleAsync(() => Then(delivery));

        Assert.Null(last.Failure);
        Assert.True(writes >= write);
        var pull = GitHub.Pulls.Only;
        Assert.Equal((true, Branch), (pull.IsOpen, pull.Branch));
        Assert.Equal(["post-mortem", "severity/P0"], pull.Labels);
        Assert.Equal(["tech-lead"], pull.Reviewers);
        Assert.Equal("1", Testing.Git.BareRepository.Git("-C", Repository.Path, "rev-list", "--count", $"main..{Branch}").Trim());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whichever_answer_to_a_change_is_lost_the_change_is_made_once(int write)
    {
        var first = await PublishAsync(Request());
        var writes = 0;
        GitHub.Cut = call => call.Method != "GET" && ++writes == write;

        var second = await SettleAsync(() => Then(first, "It failed twice."));

        Assert.Null(second.Failure);
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Contains("It failed twice.", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
        Assert.Equal("2", Testing.Git.BareRepository.Git("-C", Repository.Path, "rev-list", "--count", $"main..{Branch}").Trim());
    }

    /// <summary>The branch of the one before is merged and gone, or replaced; nothing but the new branch is known to GitHub.</summary>
    [Theory]
    [InlineData("/git/refs", true, true)]
    [InlineData("/git/refs", true, false)]
    [InlineData("/git/refs", false, false)]
    [InlineData("/pulls", true, true)]
    [InlineData("/pulls", false, false)]
    public async Task A_follow_up_is_opened_whichever_answer_is_lost(string write, bool squash, bool deleteBranch)
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Merge(1, squash, deleteBranch);
        var merged = await PublishAsync(Then(first));
        Repository.Commit("Meanwhile", ("other.md", "x"));
        var isCut = true;
        GitHub.Cut = call => call.Method == "POST" && call.Path.EndsWith(write, StringComparison.Ordinal) && isCut && !(isCut = false);

        var second = await SettleAsync(() => Then(merged, "It failed twice."));

        Assert.False(isCut);
        Assert.Equal((null, 2, PullRequestState.Open), (second.Failure, second.PullRequest?.Number, second.PullRequest?.State));
        Assert.Equal(2, Pulls.Count);
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    /// <summary>Lists do not show yet what was made; GitHub itself refuses a second one.</summary>
    [Fact]
    public async Task A_list_that_lags_makes_no_second_pull_request()
    {
        GitHub.Pulls.HoldLists(true);
        await PublishAsync(Request());

        var second = await PublishAsync(Request());
        GitHub.Pulls.HoldLists(false);
        var third = await SettleAsync(() => Request());

        Assert.True(second.Failure is { IsTerminal: false } || second.PullRequest is { Number: 1 });
        Assert.Equal(1, third.PullRequest!.Number);
        Assert.Single(Pulls);
    }

    [Fact]
    public async Task A_merge_that_the_trunk_does_not_show_yet_makes_no_second_pull_request()
    {
        var first = await PublishAsync(Request());
        var trunk = Repository.Tip;
        GitHub.Pulls.Merge(1);
        var merged = Repository.Tip;
        Testing.Git.BareRepository.Git("-C", Repository.Path, "update-ref", "refs/heads/main", trunk);

        var second = await PublishAsync(Then(first));
        Testing.Git.BareRepository.Git("-C", Repository.Path, "update-ref", "refs/heads/main", merged);
        var third = await PublishAsync(Then(first));

        Assert.Equal((Reasons.GitUnavailable, false), (second.Failure!.Reason, second.Failure.IsTerminal));
        Assert.Equal((null, false), (third.Failure, third.IsProposed));
        Assert.Single(Pulls);
    }

    [Theory]
    [InlineData("/git/blobs", 409, "Secret detected in content", Reasons.SecretDetected, true)]
    [InlineData("/git/trees", 409, "Git Repository is empty.", Reasons.RepositoryEmpty, true)]
    [InlineData("/git/refs", 422, "Reference update failed", Reasons.PushRefused, true)]
    [InlineData("/git/commits", 404, "Not Found", Reasons.RepositoryNotFound, true)]
    [InlineData("/pulls", 403, "Repository was archived so is read-only.", Reasons.GitUnauthorized, true)]
    [InlineData("/pulls", 403, "Resource not accessible by personal access token", Reasons.GitUnauthorized, false)]
    [InlineData("/pulls", 422, "Validation Failed", Reasons.PushRefused, true)]
    [InlineData("/pulls", 503, "Service unavailable", Reasons.GitUnavailable, false)]
    public async Task What_GitHub_refuses_is_told_with_its_words(string path, int status, string message, string reason, bool isTerminal)
    {
        GitHub.Fault = context => context.Request.Method == "POST" && context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal) ? RefuseAsync(context, status, message) : Task.FromResult(false);

        var failure = (await PublishAsync(Request())).Failure!;

        Assert.Equal((reason, isTerminal), (failure.Reason, failure.IsTerminal));
        Assert.True(status == 503 || failure.Message.Contains(message.TrimEnd('.'), StringComparison.Ordinal), failure.Message);
        Assert.DoesNotContain("pat", failure.Message.Split("personal")[0].Split("Git repository")[^1].Split(' '), StringComparer.Ordinal);
    }

    [Fact]
    public async Task One_document_that_is_refused_does_not_keep_the_others()
    {
        GitHub.Fault = context => context.Request.Method == "POST" && GitHub.Calls[^1].Body.Contains("poison", StringComparison.Ordinal) ? RefuseAsync(context, 409, "Secret detected in content") : Task.FromResult(false);
        await using var worker = new Git.Worker(Options);

        var deliveries = await worker.PublishAsync(Request("poison"), Request(name: "p0-043"));

        Assert.Equal(Reasons.SecretDetected, deliveries[0].Failure!.Reason);
        Assert.Equal((null, true), (deliveries[1].Failure, deliveries[1].IsProposed));
    }

    [Fact]
    public async Task A_short_limit_is_waited_for_within_the_same_attempt()
    {
        var refusals = 0;
        GitHub.Fault = context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return context.Request.Path.Value!.EndsWith("/git/trees", StringComparison.Ordinal) && refusals++ == 0 ? RefuseAsync(context, 429, "Too many requests") : Task.FromResult(false);
        };

        var delivery = await PublishAsync(Request());

        Assert.Equal((null, true, 2), (delivery.Failure, delivery.IsProposed, refusals));
    }

    /// <summary>Of several requests the one in the middle is refused for a long time.</summary>
    [Theory]
    [InlineData("/labels")]
    [InlineData("/requested_reviewers")]
    [InlineData("/pulls")]
    [InlineData("/git/refs")]
    public async Task A_limit_in_the_middle_leaves_one_pull_request_that_is_completed_later(string path)
    {
        var refusals = 0;
        GitHub.Fault = context =>
        {
            if (context.Request.Method != "POST" || !context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal) || refusals++ > 0)
            {
                return Task.FromResult(false);
            }

            context.Response.Headers.RetryAfter = "3600";
            return RefuseAsync(context, 403, "You have exceeded a secondary rate limit and have been temporarily blocked from content creation.");
        };

        var limited = await PublishAsync(Request());
        var delivery = await PublishAsync(Request());

        Assert.Equal((Reasons.GitHubThrottled, null), (limited.Failure!.Reason, delivery.Failure));
        var pull = GitHub.Pulls.Only;
        Assert.Equal((2, 1), (pull.Labels.Count, pull.Reviewers.Count));
        Assert.Equal("1", Testing.Git.BareRepository.Git("-C", Repository.Path, "rev-list", "--count", $"main..{Branch}").Trim());
    }

    /// <summary>GitHub counts what an account asks, whatever it is about.</summary>
    [Fact]
    public async Task A_limit_that_issues_ran_into_holds_for_pull_requests_of_the_account()
    {
        var credentials = new GitCredentialsReader(null, null);
        GitHub.Fault = context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return context.Request.Path.Value!.EndsWith("/issues", StringComparison.Ordinal) ? RefuseAsync(context, 403, "You have exceeded a secondary rate limit") : Task.FromResult(false);
        };
        await using var tracker = new Issues.Tracker(Options, credentials);
        await tracker.UntilAsync(Issues.Tracker.Request(), a => a.Status.Problem?.Contains("GitHub asks to wait", StringComparison.Ordinal) == true);
        var calls = GitHub.Calls.Count;
        await using var worker = new Git.Worker(Options, credentials: credentials);

        var delivery = await AnswerAsync(worker, Request());

        Assert.Equal(Reasons.GitHubThrottled, delivery.Failure!.Reason);
        Assert.Equal(calls, GitHub.Calls.Count);
    }

    [Fact]
    public async Task A_branch_that_moved_meanwhile_is_gone_on_with()
    {
        var first = await PublishAsync(Request());
        var isFirst = true;
        GitHub.Fault = context =>
        {
            if (context.Request.Method == "PATCH" && context.Request.Path.Value!.Contains("/git/refs/", StringComparison.Ordinal) && isFirst)
            {
                isFirst = false;
                Repository.CommitOn(Branch, "Ann's file", ("ann.md", "x"));
            }

            return Task.FromResult(false);
        };

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Null(second.Failure);
        Assert.Equal("x", Repository.Read("ann.md", Branch));
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    /// <summary>GitHub says the same of a branch that moved meanwhile and of one that a rule guards.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_change_of_a_branch_is_tried_again_if_the_branch_has_moved_and_told_otherwise(bool hasMoved)
    {
        var first = await PublishAsync(Request());
        var refusals = 0;
        GitHub.Fault = context =>
        {
            if (context.Request.Method != "PATCH" || !context.Request.Path.Value!.Contains("/git/refs/", StringComparison.Ordinal) || (hasMoved && refusals > 0))
            {
                return Task.FromResult(false);
            }

            refusals++;
            if (hasMoved)
            {
                Repository.CommitOn(Branch, "Ann's file", ("ann.md", "x"));
            }

            return RefuseAsync(context, 422, "Reference update failed");
        };

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal(1, refusals);
        Assert.Equal(hasMoved ? null : Reasons.PushRefused, second.Failure?.Reason);
        Assert.Equal(hasMoved, Repository.Read(Readme, Branch).Contains("It failed twice.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_branch_that_has_the_name_of_a_folder_is_named()
    {
        Repository.CommitOn("postmortem", "In the way", ("x.md", "x"));

        var failure = (await PublishAsync(Request())).Failure!;

        Assert.Equal((Reasons.BranchNameTaken, true), (failure.Reason, failure.IsTerminal));
        Assert.Contains($"branch {Branch} cannot be made beside branch postmortem,", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_in_the_moment_of_a_change_loses_neither()
    {
        var first = await PublishAsync(Request());
        var isFirst = true;
        GitHub.Fault = context =>
        {
            if (context.Request.Method == "PATCH" && context.Request.Path.Value!.Contains("/git/refs/", StringComparison.Ordinal) && isFirst)
            {
                isFirst = false;
                GitHub.Pulls.Merge(1, squash: true, deleteBranch: false);
            }

            return Task.FromResult(false);
        };

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal((null, 2), (second.Failure, second.PullRequest?.Number));
        Assert.Contains("It failed.", Repository.Read(Readme), StringComparison.Ordinal);
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    private static async Task<bool> RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new { message });
        return true;
    }
}
