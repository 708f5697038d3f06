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

    private static BoxStatement Only(GitDelivery delivery) => Assert.Single(delivery.Boxes, b => b.IsReview);
}
