using Operator.Api;
using Operator.Publishing.Git;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>Reviews on GitHub approve.</summary>
public sealed class ReviewTests : GitHubTestBase
{
    [Fact]
    public async Task An_approving_review_of_the_reviewer_s_login_approves()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "Tech-Lead");

        var said = Only(await PublishAsync(Then(first)));

        Assert.Equal(("Tech Lead", true, "Tech-Lead", "Tech-Lead", GitHub.Pulls.Only.Head), (said.Reviewer, said.IsTicked, said.By, said.VerifiedLogin, said.Commit));
        Assert.Equal(ApprovalSource.Review, said.AsApproval()!.Source);
    }

    [Fact]
    public async Task Nobody_else_s_review_approves()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "ann");
        GitHub.Pulls.Review(1, "");

        Assert.Empty((await PublishAsync(Then(first))).Boxes);
    }

    /// <summary>In a public repository anybody may approve.</summary>
    [Fact]
    public async Task A_login_that_may_not_write_is_not_verified()
    {
        GitHub.Pulls.Collaborators.Remove("tech-lead");
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");

        var said = Only(await PublishAsync(Then(first)));

        Assert.Equal((true, null), (said.IsTicked, said.VerifiedLogin));
    }

    [Theory]
    [InlineData("COMMENTED", true)]
    [InlineData("CHANGES_REQUESTED", false)]
    public async Task A_later_review_takes_it_back_unless_it_is_a_comment(string state, bool isGiven)
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");
        GitHub.Pulls.Review(1, "tech-lead", state);

        Assert.Equal(isGiven, Only(await PublishAsync(Then(first))).IsTicked);
    }

    [Fact]
    public async Task Dismissed_by_a_person_it_is_withdrawn()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");
        GitHub.Pulls.Dismiss(1);

        var said = Only(await PublishAsync(Then(first)));

        Assert.Equal((false, false), (said.IsTicked, said.IsStale));
    }

    /// <summary>GitHub names the commit that dismissed a review; what comes later is none of its business.</summary>
    [Fact]
    public async Task Dismissed_by_a_person_it_stays_withdrawn_whatever_changes_later()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");
        GitHub.Pulls.Dismiss(1);

        await PublishAsync(Then(first, "It failed twice."));
        var said = Only(await PublishAsync(Then(first, "It failed twice.", status: "Again")));

        Assert.Equal((false, false), (said.IsTicked, said.IsStale));
    }

    [Fact]
    public async Task Given_again_after_it_was_dismissed_it_counts()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");
        GitHub.Pulls.Dismiss(1);
        GitHub.Pulls.Review(1, "tech-lead");

        Assert.Equal((true, "tech-lead"), (Only(await PublishAsync(Then(first))).IsTicked, Only(await PublishAsync(Then(first))).VerifiedLogin));
    }

    /// <summary>Its pull request is merged, and the next one is opened, within one interval of looking.</summary>
    [Fact]
    public async Task An_approval_right_before_the_merge_is_heard_although_something_changes_at_once()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");
        GitHub.Pulls.Merge(1);

        var second = await PublishAsync(Then(first, "It failed twice."));

        Assert.Equal(2, second.PullRequest!.Number);
        Assert.Equal("tech-lead", Only(second).VerifiedLogin);
    }

    /// <summary>Nobody knows an account that was renamed meanwhile.</summary>
    [Fact]
    public async Task A_login_of_which_GitHub_knows_no_permission_is_not_verified()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");
        GitHub.Fault = async context =>
        {
            context.Response.StatusCode = 404;
            return context.Request.Path.Value!.EndsWith("/permission", StringComparison.Ordinal) && await Task.FromResult(true);
        };

        var second = await PublishAsync(Then(first));

        Assert.Equal((null, true, null), (second.Failure, Only(second).IsTicked, Only(second).VerifiedLogin));
    }

    /// <summary>An approval itself changes nothing in the branch, so that it does not dismiss itself.</summary>
    [Fact]
    public async Task A_change_of_substance_makes_it_stale_and_an_approval_alone_does_not()
    {
        GitHub.Pulls.DismissesStale = true;
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");

        var approved = Only(await PublishAsync(Then(first, status: "Published 2025-12-20")));
        var again = Only(await PublishAsync(Then(first, status: "Published 2025-12-21")));
        await PublishAsync(Then(first, "It failed twice."));
        var stale = Only(await PublishAsync(Then(first, "It failed twice.", status: "Again")));

        Assert.Equal(("tech-lead", "tech-lead", false), (approved.VerifiedLogin, again.VerifiedLogin, again.IsStale));
        Assert.Equal((true, true, null), (stale.IsTicked, stale.IsStale, stale.VerifiedLogin));
    }

    [Fact]
    public async Task An_approval_right_before_the_merge_is_heard()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");
        GitHub.Pulls.Merge(1);

        var second = await PublishAsync(Then(first));

        Assert.False(second.IsProposed);
        Assert.Equal("tech-lead", Only(second).VerifiedLogin);
    }

    /// <summary>Whatever clocks say, and whenever what was read: the commit tells which figures somebody approved.</summary>
    [Theory]
    [InlineData(73, true)]
    [InlineData(72, false)]
    public async Task An_approval_of_an_older_commit_is_older_than_figures_that_changed_since(int minutes, bool isOlder)
    {
        var first = await PublishAsync(Request());
        var reviewed = GitHub.Pulls.Only.Head;
        await PublishAsync(Then(first, "It failed twice.", minutes: minutes));

        // Of a page that was opened before.
        GitHub.Pulls.Review(1, "tech-lead", commit: reviewed);
        var said = Only(await PublishAsync(Then(first, "It failed twice.", minutes: minutes)));

        Assert.Equal(("tech-lead", isOlder), (said.VerifiedLogin, said.AsApproval()!.IsOlderThanFigures));
        GitHub.Pulls.Review(1, "tech-lead");
        Assert.False(Only(await PublishAsync(Then(first, "It failed twice.", minutes: minutes, status: "Again"))).IsOlderThanFigures);
    }

    [Fact]
    public async Task An_approval_that_is_heard_together_with_a_change_of_figures_is_older()
    {
        var first = await PublishAsync(Request());
        GitHub.Pulls.Review(1, "tech-lead");

        Assert.True(Only(await PublishAsync(Then(first, "It failed twice.", minutes: 73))).IsOlderThanFigures);
    }

    [Fact]
    public async Task Of_what_people_wrote_in_place_of_figures_only_the_times_tell()
    {
        var first = await PublishAsync(Request());
        var reviewed = Repository.CommitOn(Branch, "Ours", (Readme.Replace("README.md", "status.json", StringComparison.Ordinal), "ours"));
        GitHub.Pulls.Review(1, "tech-lead", commit: reviewed);

        var said = Only(await PublishAsync(Then(first, "It failed twice.", minutes: 73)));

        Assert.Equal(("tech-lead", null), (said.VerifiedLogin, said.IsOlderThanFigures));
    }

    private static BoxStatement Only(GitDelivery delivery) => Assert.Single(delivery.Boxes, b => b.IsReview);
}
