using Operator.Api;
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
    public async Task What_people_write_in_the_branch_stays()
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Ann's words", (Readme, Repository.Read(Readme, Branch).Replace("It failed.", "It failed badly.", StringComparison.Ordinal) + "\nMore of Ann's.\n"));

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal(["summary"], second.Edited);
        Assert.Contains("It failed badly.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Contains("More of Ann's.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_people_deleted_in_the_branch_is_not_written_again()
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Not here", (Readme, null));

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Contains("somebody deleted the document there, so it is not written again", second.Notes);
        Assert.Single(GitHub.Objects.Verified);
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
    public async Task A_box_ticked_in_the_file_is_a_statement_of_the_commit_s_author()
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Done", (Readme, Repository.Read(Readme, Branch).Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal)));

        var second = await PublishAsync(Then(first));

        var box = Assert.Single(second.Boxes);
        Assert.Equal(("AI-1", true, "Ann <ann@example.com>", StatementSource.Checkbox), (box.ActionItem, box.IsTicked, box.By, box.Source));
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
