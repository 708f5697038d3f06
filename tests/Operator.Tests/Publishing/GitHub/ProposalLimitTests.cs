using Microsoft.AspNetCore.Http;
using Operator.Api;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>How much GitHub takes, and what it does not let the operator say.</summary>
public sealed class ProposalLimitTests : GitHubTestBase
{
    [Fact]
    public async Task A_title_full_of_references_is_no_longer_than_GitHub_takes()
    {
        var delivery = await PublishAsync(Request(title: string.Concat(Enumerable.Repeat("#1", 100))));

        Assert.Null(delivery.Failure);
        Assert.InRange(GitHub.Pulls.Only.Title.Length, 200, 256);
    }

    /// <summary>Other programs write in bodies, too.</summary>
    [Fact]
    public async Task What_others_wrote_in_the_body_leaves_less_room_for_the_document()
    {
        var request = Request();
        var large = request with { Proposal = request.Proposal! with { Blocks = [new("header", "**Small**"), new("summary", new string('x', 45_000))] } };
        var first = await PublishAsync(large);
        GitHub.Pulls.Edit(1, p => p.Body += "\n" + new string('y', 18_000));

        var changed = Then(first, "It failed twice.");
        var second = await PublishAsync(changed with { Proposal = changed.Proposal! with { Blocks = [new("header", "**Small, too**"), new("summary", new string('x', 49_000))] } });

        Assert.Null(second.Failure);
        Assert.InRange(GitHub.Pulls.Only.Body.Length, 18_000, 65_536);
        Assert.Contains("**Small, too**", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
        Assert.EndsWith(new string('y', 18_000), GitHub.Pulls.Only.Body, StringComparison.Ordinal);
        Assert.Contains("More than fits here is in the document.", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_locked_conversation_nothing_is_offered_and_all_else_goes_on()
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Ann's words", (Readme, Repository.Read(Readme, Branch).Replace("It failed.", "It failed badly.", StringComparison.Ordinal)));
        GitHub.Fault = context => Refuse(context, "/issues/1/comments", 403, "Unable to create comment because issue is locked.");

        var second = await PublishAsync(Then(first, "It failed twice.", title: "Another title"));

        Assert.Equal((null, PullRequestState.Open), (second.Failure, second.PullRequest!.State));
        Assert.Contains("Unable to create comment because issue is locked", Assert.Single(second.Notes), StringComparison.Ordinal);
        Assert.Equal("Post-mortem: Another title", GitHub.Pulls.Only.Title);
        Assert.DoesNotContain("in a comment below", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Resource not accessible by integration")]
    [InlineData(404, "Not Found")]
    [InlineData(422, "Review cannot be requested from pull request author.")]
    public async Task A_reviewer_who_may_not_be_asked_is_named_and_nothing_else_is_kept_up(int status, string message)
    {
        GitHub.Fault = context => Refuse(context, "/requested_reviewers", status, message);

        var delivery = await PublishAsync(Request());

        Assert.Equal((null, PullRequestState.Open), (delivery.Failure, delivery.PullRequest!.State));
        Assert.Contains(message.TrimEnd('.'), Assert.Single(delivery.Notes), StringComparison.Ordinal);
    }

    /// <summary>GitHub leaves labels out without a word where the account may not set them.</summary>
    [Fact]
    public async Task Labels_that_GitHub_leaves_out_are_named()
    {
        GitHub.Pulls.DropsLabels = true;

        var delivery = await PublishAsync(Request());

        Assert.Equal((null, PullRequestState.Open), (delivery.Failure, delivery.PullRequest!.State));
        Assert.Equal(["it has no labels: GitHub left out post-mortem, severity/P0"], delivery.Notes);
    }

    /// <summary>A single account of an unknown kind in a list must not hide the others.</summary>
    [Theory]
    [InlineData("Mannequin")]
    [InlineData("Agent")]
    public async Task A_pull_request_of_an_account_of_another_kind_hides_none(string type)
    {
        GitHub.Pulls.AddFromFork("elsewhere", "").AuthorType = type;

        var delivery = await PublishAsync(Request());
        var second = await PublishAsync(Then(delivery, "It failed twice."));

        Assert.Equal((null, 2), (second.Failure, second.PullRequest?.Number));
    }

    private static async Task<bool> Refuse(HttpContext context, string path, int status, string message)
    {
        if (context.Request.Method != "POST" || !context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal))
        {
            return false;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new { message });
        return true;
    }
}
