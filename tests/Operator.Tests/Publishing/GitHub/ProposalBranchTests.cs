using Operator.Api;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>What people do in the branch of a pull request.</summary>
public sealed class ProposalBranchTests : GitHubTestBase
{
    [Fact]
    public async Task What_people_write_in_the_branch_stays()
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Ann's words", (Readme, Repository.Read(Readme, Branch).Replace("It failed.", "It failed badly.", StringComparison.Ordinal) + "\nMore of Ann's.\n"));

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal(["summary"], second.Edited);
        Assert.Contains("It failed badly.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Contains("More of Ann's.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
    }

    /// <summary>A commit with an offer would dismiss reviews, and be merged.</summary>
    [Fact]
    public async Task A_newer_version_of_what_people_edited_is_offered_in_one_comment_until_they_take_it()
    {
        var first = await PublishAsync(Request());
        var tip = Repository.CommitOn(Branch, "Ann's words", (Readme, Repository.Read(Readme, Branch).Replace("It failed.", "It failed badly.", StringComparison.Ordinal)));

        await PublishAsync(Then(first, "It failed twice."));
        await PublishAsync(Then(first, "It failed twice."));
        Assert.Equal(tip, GitHub.Objects.TipOf(Branch));
        var comment = Assert.Single(GitHub.Pulls.Only.Comments);
        Assert.Contains("Somebody edited **summary** in [the document]", comment, StringComparison.Ordinal);
        Assert.EndsWith("\n\n```markdown\n## Summary\n\nIt failed twice.\n```", comment, StringComparison.Ordinal);
        Assert.Contains("Somebody edited **summary**; what is newer of it is in a comment below.", GitHub.Pulls.Only.Body, StringComparison.Ordinal);

        GitHub.Pulls.Edit(1, p => p.Comments.Insert(0, "Ann: which one?"));
        await PublishAsync(Then(first, "It failed thrice."));
        Assert.EndsWith("It failed thrice.\n```", GitHub.Pulls.Only.Comments[1], StringComparison.Ordinal);

        Repository.CommitOn(Branch, "Taken", (Readme, Repository.Read(Readme, Branch).Replace("It failed badly.", "It failed thrice.", StringComparison.Ordinal)));
        var last = await PublishAsync(Then(first, "It failed thrice."));
        Assert.Equal((null, 0), (last.Failure, last.Edited.Count));
        Assert.Equal(2, GitHub.Pulls.Only.Comments.Count);
        Assert.EndsWith("is not needed any more.", GitHub.Pulls.Only.Comments[1], StringComparison.Ordinal);
        Assert.DoesNotContain("in a comment below", GitHub.Pulls.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_merged_with_words_of_their_own_is_not_proposed_again_because_of_them()
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Ann's words", (Readme, Repository.Read(Readme, Branch).Replace("It failed.", "It failed badly.", StringComparison.Ordinal)));
        await PublishAsync(Then(first, "It failed twice."));
        GitHub.Pulls.Merge(1);

        var merged = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal((null, false), (merged.Failure, merged.IsProposed));
        Assert.Equal(["summary"], merged.Edited);
        Assert.Single(Pulls);
        Assert.DoesNotContain("It failed twice.", Repository.Read(Readme), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/issues/1/comments")]
    [InlineData("PATCH", "/pulls/1")]
    public async Task An_offer_is_made_once_whichever_answer_is_lost(string method, string path)
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Ann's words", (Readme, Repository.Read(Readme, Branch).Replace("It failed.", "It failed badly.", StringComparison.Ordinal)));
        var isCut = true;
        GitHub.Cut = call => call.Method == method && call.Path.EndsWith(path, StringComparison.Ordinal) && isCut && !(isCut = false);

        await SettleAsync(() => Then(first, "It failed twice."));

        Assert.False(isCut);
        Assert.Single(GitHub.Pulls.Only.Comments);
    }

    /// <summary>The button "Update branch" makes a commit of a person, and no edit.</summary>
    [Fact]
    public async Task A_branch_that_people_updated_from_the_trunk_is_gone_on_with()
    {
        var first = await PublishAsync(Request());
        Repository.Commit("Elsewhere", ("other.md", "x"));
        GitHub.Objects.Merge("main", squash: false, into: Branch);

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal((null, 0), (second.Failure, second.Edited.Count));
        Assert.Empty(GitHub.Pulls.Only.Comments);
        Assert.Contains("It failed twice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Equal("x", Repository.Read("other.md", Branch));
    }

    /// <summary>People put the operator's commits together, or onto the trunk anew.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_branch_that_people_pushed_by_force_is_gone_on_with(bool isRebased)
    {
        await using var worker = new Git.Worker(Options);
        var first = await AnswerAsync(worker, Request());
        var second = await AnswerAsync(worker, Then(first, "It failed twice."));
        Repository.Commit("Elsewhere", ("other.md", "x"));
        GitHub.Objects.Squash(Branch, onto: isRebased ? "main" : "main~1");

        var third = await AnswerAsync(worker, Then(second, "It failed thrice."));

        Assert.Equal((null, 0, 1), (third.Failure, third.Edited.Count, third.PullRequest?.Number));
        Assert.Contains("It failed thrice.", Repository.Read(Readme, Branch), StringComparison.Ordinal);
        Assert.Equal(isRebased, Testing.Git.BareRepository.Git("-C", Repository.Path, "ls-tree", "--name-only", Branch).Contains("other.md", StringComparison.Ordinal));
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
    public async Task A_box_ticked_in_the_file_is_a_statement_of_the_commit_s_author()
    {
        var first = await PublishAsync(Request());
        Repository.CommitOn(Branch, "Done", (Readme, Repository.Read(Readme, Branch).Replace("- [ ] **AI-1:**", "- [x] **AI-1:**", StringComparison.Ordinal)));

        var second = await PublishAsync(Then(first));

        var box = Assert.Single(second.Boxes);
        Assert.Equal(("AI-1", true, "Ann <ann@example.com>", StatementSource.Checkbox), (box.ActionItem, box.IsTicked, box.By, box.Source));
    }
}
