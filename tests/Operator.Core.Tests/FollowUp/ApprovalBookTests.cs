using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Core.Tests.FollowUp;

/// <summary>What is kept of approvals that are said outside the spec, and which of them count.</summary>
public sealed class ApprovalBookTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 15, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Ticked = new(2025, 12, 15, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ann@example.com", "ann@example.com", ApprovalState.Approved)]
    [InlineData("ann@example.com", "Ann@Example.com", ApprovalState.Approved)]
    [InlineData("ann@example.com", "bob@example.com", ApprovalState.Stated)]
    [InlineData("ann@example.com", null, ApprovalState.Stated)]
    [InlineData(null, "ann@example.com", ApprovalState.Stated)]
    public void A_tick_counts_if_the_verified_author_is_the_reviewer(string? reviewer, string? verified, ApprovalState state)
    {
        var approval = Assert.Single(Hear(null, reviewer, Tick(verified))!);

        Assert.Equal((state, Ticked, "commit"), (approval.State, approval.Time, approval.Revision));
        var spec = ApprovalBook.Apply(Spec(reviewer), [approval]);
        Assert.Equal(state == ApprovalState.Approved ? Ticked : null, spec.Review!.Reviewers[0].ApprovedAt);
    }

    [Fact]
    public void An_approval_ends_when_its_box_is_unticked_by_anybody()
    {
        var given = Hear(null, "ann@example.com", Tick("ann@example.com"));

        Assert.Empty(Hear(given, "ann@example.com", new ObservedApproval("Lead", false, Now, null, null, "later"))!);
    }

    [Fact]
    public void An_approval_is_of_a_person_and_ends_with_another_address()
    {
        var given = Hear(null, "ann@example.com", Tick("ann@example.com"));

        Assert.Null(ApprovalBook.Apply(Spec("bob@example.com"), given).Review!.Reviewers[0].ApprovedAt);
    }

    [Fact]
    public void A_time_in_the_spec_stays_and_one_in_the_future_is_the_present()
    {
        var given = Hear(null, "ann@example.com", Tick("ann@example.com") with { Time = Now.AddDays(1) });
        var stated = Spec("ann@example.com");
        stated = stated with { Review = stated.Review! with { Reviewers = [stated.Review.Reviewers[0] with { ApprovedAt = Ticked.AddDays(-1) }] } };

        Assert.Equal(Now, Assert.Single(given!).Time);
        Assert.Equal(Ticked.AddDays(-1), ApprovalBook.Apply(stated, given).Review!.Reviewers[0].ApprovedAt);
    }

    /// <summary>The reviewer's login in the spec has changed, and the new one had approved the same commit.</summary>
    [Fact]
    public void Another_person_s_approval_of_the_same_commit_takes_its_place()
    {
        var before = ApprovalBook.Hear(null, [Review("ann")], Reviewers("ann"), Now);
        var after = ApprovalBook.Hear(before, [Review("bob")], Reviewers("bob"), Now);

        Assert.Equal("bob", Assert.Single(after!).By);
        Assert.Equal(Ticked, ApprovalBook.Apply(new PostMortemSpec { Title = "T", Severity = Severity.P0, Services = ["s"], Review = new ReviewSpec { Reviewers = Reviewers("bob") } }, after).Review!.Reviewers[0].ApprovedAt);

        static ObservedApproval Review(string login) => new("Lead", true, Ticked, login, null, "commit") { Source = ApprovalSource.Review, VerifiedLogin = login };
        static IReadOnlyList<ReviewerSpec> Reviewers(string login) => [new ReviewerSpec { Name = "Lead", Github = login }];
    }

    [Theory]
    [InlineData(false, 60, false)]
    [InlineData(true, -60, true)]
    [InlineData(null, 60, true)]
    [InlineData(null, -60, false)]
    public void The_commit_tells_whether_an_approval_is_older_than_the_figures_and_else_the_times(bool? byCommit, int changedSecondsLater, bool expected)
    {
        var reviewer = new ReviewerSpec { Name = "Lead", Github = "ann", ApprovedAt = Ticked };
        ApprovalStatus[] approvals = [new() { Reviewer = "Lead", State = ApprovalState.Approved, Source = ApprovalSource.Review, Time = Ticked, By = "Ann", OlderThanFigures = byCommit }];

        Assert.Equal(expected, ApprovalBook.IsOlderThanFigures(reviewer, approvals, Ticked.AddSeconds(changedSecondsLater)));

        // A time in the spec is none of the review's.
        Assert.Equal(changedSecondsLater > -30, ApprovalBook.IsOlderThanFigures(reviewer with { ApprovedAt = Ticked.AddSeconds(-30) }, approvals, Ticked.AddSeconds(changedSecondsLater)));
    }

    [Fact]
    public void What_is_said_of_nobody_is_nothing() => Assert.Null(Hear(null, "ann@example.com", Tick("ann@example.com") with { Reviewer = "Nobody" }));

    [Theory]
    [InlineData("tech-lead", "Tech-Lead", false, ApprovalState.Approved)]
    [InlineData("tech-lead", null, false, ApprovalState.Stated)]
    [InlineData("tech-lead", "ann", false, ApprovalState.Stated)]
    [InlineData(null, "tech-lead", false, ApprovalState.Stated)]
    [InlineData("tech-lead", null, true, ApprovalState.Stale)]
    public void A_review_counts_if_it_is_that_of_the_reviewer_s_login(string? login, string? verified, bool isStale, ApprovalState state)
    {
        var reviewer = new ReviewerSpec { Name = "Lead", Github = login };
        var approvals = ApprovalBook.Hear(null, [Review(verified, isStale)], [reviewer], Now);

        Assert.Equal((state, ApprovalSource.Review), (Assert.Single(approvals!).State, approvals![0].Source));
        var spec = ApprovalBook.Apply(Spec(null) with { Review = new ReviewSpec { Reviewers = [reviewer] } }, approvals);
        Assert.Equal(state == ApprovalState.Approved ? Ticked : null, spec.Review!.Reviewers[0].ApprovedAt);
    }

    [Fact]
    public void A_box_and_a_review_are_kept_beside_each_other()
    {
        var reviewer = new ReviewerSpec { Name = "Lead", Github = "tech-lead", Email = "ann@example.com" };
        var both = ApprovalBook.Hear(ApprovalBook.Hear(null, [Tick("ann@example.com")], [reviewer], Now), [Review("tech-lead", false)], [reviewer], Now);

        Assert.Equal([ApprovalSource.Checkbox, ApprovalSource.Review], both!.Select(a => a.Source));
        var left = ApprovalBook.Hear(both, [Review("tech-lead", false) with { IsGiven = false }], [reviewer], Now);
        Assert.Equal(ApprovalSource.Checkbox, Assert.Single(left!).Source);
    }

    private static ObservedApproval Review(string? verified, bool isStale) =>
        new("Lead", true, Ticked, verified ?? "tech-lead", null, "commit") { Source = ApprovalSource.Review, VerifiedLogin = verified, IsStale = isStale };

    private static ObservedApproval Tick(string? verified) => new("Lead", true, Ticked, "Ann <ann@example.com>", verified, "commit");

    private static IReadOnlyList<ApprovalStatus>? Hear(IReadOnlyList<ApprovalStatus>? known, string? email, ObservedApproval observed) =>
        ApprovalBook.Hear(known, [observed], Spec(email).Review!.Reviewers, Now);

    private static PostMortemSpec Spec(string? email) => new()
    {
        Title = "Outage",
        Services = ["mail"],
        Severity = Severity.P0,
        Review = new ReviewSpec { Reviewers = [new ReviewerSpec { Name = "Lead", Email = email }] },
    };
}
