using Operator.Api;
using Operator.Publishing.Git;
using Operator.Publishing.GitHub;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>What people do with a pull request.</summary>
public sealed class ProposalPeopleTests : GitHubTestBase
{
    [Fact]
    public async Task Closed_by_a_person_it_is_not_opened_again_until_somebody_asks()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Close(1);

        var declined = await PublishAsync(Then(first));
        var changed = await PublishAsync(Then(declined, "It failed twice."));
        var asked = await PublishAsync(Then(changed, "It failed twice.", token: "please"));

        Assert.Equal((null, true, PullRequestState.Declined, ""), (declined.Failure, declined.IsProposed, declined.PullRequest!.State, declined.PullRequest.DeclinedAt));
        Assert.Equal(PullRequestState.Declined, changed.PullRequest!.State);
        Assert.Equal((PullRequestState.Open, 2), (asked.PullRequest!.State, asked.PullRequest.Number));
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_before_it_was_declined_asks_for_nothing()
    {
        var first = await PublishAsync(Request(token: "please"));
        GitHub.Pulls.Close(1);

        var declined = await PublishAsync(Then(first, token: "please"));
        var again = await PublishAsync(Then(declined, token: "please"));

        Assert.Equal((PullRequestState.Declined, "please"), (again.PullRequest!.State, again.PullRequest.DeclinedAt));
        Assert.Single(Pulls);
    }

    [Theory]
    [InlineData("stale[bot]", "Bot")]
    [InlineData("stale[bot]", "User")]
    public async Task Closed_by_a_program_it_is_opened_again(string login, string type)
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Close(1, login, type);

        var second = await PublishAsync(Then(first));

        Assert.Equal((PullRequestState.Open, 2), (second.PullRequest!.State, second.PullRequest.Number));
        Assert.Contains("It follows #1.", Pulls[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_because_its_branch_was_deleted_it_is_opened_again()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.DeleteBranch(1);

        var second = await PublishAsync(Then(first));

        Assert.Equal((PullRequestState.Open, 2), (second.PullRequest!.State, second.PullRequest.Number));
    }

    [Fact]
    public async Task Closed_by_a_person_who_deleted_the_branch_later_it_stays_closed()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Close(1);
        GitHub.Pulls.Edit(1, p => p.Events.Add(("head_ref_deleted", p.Events[^1].At.AddSeconds(10))));
        GitHub.Objects.Delete(Branch);

        var second = await PublishAsync(Then(first));

        Assert.Equal(PullRequestState.Declined, second.PullRequest!.State);
    }

    [Fact]
    public async Task A_draft_waits_like_any_other()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Edit(1, p => p.IsDraft = true);

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal((null, PullRequestState.Open), (second.Failure, second.PullRequest!.State));
        Assert.True(GitHub.Pulls.Only.IsDraft);
        Assert.Contains("It failed twice.", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
    }

    /// <summary>Anybody may propose a branch of the same name from a fork.</summary>
    [Fact]
    public async Task A_pull_request_of_a_fork_is_none_of_ours()
    {
        var fork = GitHub.Pulls.AddFromFork(Branch, "Ours is better");

        var delivery = await PublishAsync(Request());
        var removal = await PublishAsync(GitRequest.Removal(new("production", "p0-042"), Readme, "eu", isProposed: true));

        Assert.Equal((null, 2), (delivery.Failure, delivery.PullRequest!.Number));
        Assert.Null(removal.Failure);
        Assert.Equal([true, false], Pulls.Select(p => p.IsOpen));
        Assert.Equal("Ours is better", fork.Body);
    }

    [Fact]
    public async Task What_people_write_in_title_and_body_stays()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Edit(1, p => (p.Title, p.Body) = ("Mail was down", "Ann: please look.\r\n\r\n" + p.Body.ReplaceLineEndings("\r\n") + "\r\nA program's note."));

        await PublishAsync(Then(first, "It failed twice.", title: "Another title"));

        var pull = GitHub.Pulls.Only;
        Assert.Equal("Mail was down", pull.Title);
        Assert.StartsWith("Ann: please look.\r\n", pull.Body, StringComparison.Ordinal);
        Assert.EndsWith("A program's note.", pull.Body, StringComparison.Ordinal);
        Assert.Contains("It failed twice.\r\n", pull.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("It failed.", pull.Body, StringComparison.Ordinal);
    }

    /// <summary>What was listed may be as old as the interval of looking.</summary>
    [Fact]
    public async Task What_people_wrote_in_title_and_body_since_they_were_listed_stays()
    {
        await using var worker = new Git.Worker(Options);
        var first = await AnswerAsync(worker, Request());
        GitHub.Pulls.Edit(1, p => (p.Title, p.Body) = ("Mail was down", "Ann: please look.\n\n" + p.Body));

        await AnswerAsync(worker, Then(first, "It failed twice."));

        var pull = GitHub.Pulls.Only;
        Assert.Equal("Mail was down", pull.Title);
        Assert.StartsWith("Ann: please look.\n", pull.Body, StringComparison.Ordinal);
        Assert.Contains("It failed twice.", pull.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_marks_is_people_s_own()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Edit(1, p => p.Body = "Written by Ann.");

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Null(second.Failure);
        Assert.Equal("Written by Ann.", GitHub.Pulls.Only.Body);
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_ticked_in_the_body_is_a_statement_of_nobody_known()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Edit(1, p => p.Body = p.Body.Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal));

        var second = await PublishAsync(Then(first));

        var box = Assert.Single(second.Boxes);
        Assert.Equal(("AI-1", true, null, StatementSource.PullRequest), (box.ActionItem, box.IsTicked, box.By, box.Source));
        Assert.Contains("- [x] **AI-1:**", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reviewer_whom_GitHub_does_not_take_does_not_keep_the_others_from_being_asked()
    {
        var request = Request();
        var delivery = await PublishAsync(request with { Proposal = request.Proposal! with { Reviewers = ["stranger", "tech-lead"] } });

        Assert.Null(delivery.Failure);
        Assert.Equal(["tech-lead"], GitHub.Pulls.Only.Reviewers);
        Assert.Equal(["tech-lead"], delivery.PullRequest!.Reviewers);
        Assert.Contains("stranger could not be asked for a review: Reviews may only be requested from collaborators", Assert.Single(delivery.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_asked_once_is_not_asked_again()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Edit(1, p => p.Reviewers.Clear());

        var request = Then(first, "It failed twice.");
        var second = await PublishAsync(request with { Proposal = request.Proposal! with { Reviewers = ["tech-lead", "ann"] } });

        Assert.Equal(["ann"], GitHub.Pulls.Only.Reviewers);
        Assert.Equal(["tech-lead", "ann"], second.PullRequest!.Reviewers);
    }

    [Theory]
    [InlineData("@ann broke it, closes #81", "Post-mortem: @\u2060ann broke it, closes #\u206081")]
    [InlineData("fixes GH-12 and deadbeef0", "Post-mortem: fixes GH\u2060-12 and d\u2060eadbeef0")]
    [InlineData("closes https://github.com/o/r/issues/1", "Post-mortem: closes https://\u2060github.com/o/r/issues/1")]
    [InlineData("50 % of # and a@b\nsecond line", "Post-mortem: 50 % of # and a@\u2060b second line")]
    public void A_title_mentions_nobody_and_closes_nothing(string title, string expected) => Assert.Equal(expected, ProposalText.Title(title));

    [Fact]
    public async Task A_body_that_is_too_long_is_cut_at_a_block()
    {
        var request = Request();
        var large = string.Concat(Enumerable.Repeat("🔥🚒 ", 10_000));
        var delivery = await PublishAsync(request with { Proposal = request.Proposal! with { Blocks = [new("header", "**Small**"), new("summary", large), new("action-items", large)] } });

        Assert.Null(delivery.Failure);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(GitHub.Pulls.Only.Body), 1, 65_536);
        Assert.Contains("**Small**", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
        Assert.Contains("More than fits here is in the document.", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
    }
}
