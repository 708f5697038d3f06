using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Reconciling;
using Operator.Runtime;

namespace Operator.Tests.Reconciling;

public sealed class NextLookTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 14, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("0s", 10)]
    [InlineData("8760h", 604800)]
    [InlineData("999999999h", 300)]
    public void The_interval_is_what_the_spec_says_within_bounds(string interval, double seconds) =>
        Assert.Equal(seconds, NextLook.Interval(Spec() with { Interval = interval }).TotalSeconds);

    [Fact]
    public void An_ongoing_incident_is_looked_at_after_the_interval_give_or_take_a_tenth()
    {
        var next = Look(Spec() with { Incident = new IncidentSpec { StartedAt = Now.AddHours(-1), Ongoing = true } }, isOpen: true);

        Assert.InRange((next!.Value - Now).TotalSeconds, 270, 330);
    }

    [Fact]
    public void Frozen_evidence_and_no_action_item_leave_nothing_to_wait_for() =>
        Assert.Null(Look(Spec() with { Incident = new IncidentSpec { StartedAt = Now.AddHours(-1), ResolvedAt = Now.AddMinutes(-30) } }, isOpen: false));

    [Fact]
    public void An_action_item_is_looked_at_when_its_day_ends_in_the_zone_of_the_spec()
    {
        var spec = Spec() with
        {
            TimeZone = "Europe/Moscow",
            ActionItems = [new ActionItemSpec { Id = "AI-1", Title = "x", Priority = ActionItemPriority.High, DueDate = new DateOnly(2025, 12, 15) }],
        };

        Assert.Equal(new DateTimeOffset(2025, 12, 15, 21, 0, 1, TimeSpan.Zero), Look(spec, isOpen: false));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(100, 13)]
    public void A_query_that_verifies_an_item_is_asked_when_it_is_due_if_no_day_ends_before(int hours, int expected)
    {
        var spec = Spec() with
        {
            TimeZone = "Europe/Moscow",
            ActionItems = [new ActionItemSpec { Id = "AI-1", Title = "x", DueDate = new DateOnly(2025, 12, 14), Verify = new VerifySpec { Query = "x > 0" } }],
        };
        var verification = new Verification(new VerificationStatus { State = QueryState.Fails, Inputs = "x" }, Now.AddHours(hours));
        var followUp = FollowUpBuilder.Build(spec, Now, new FollowUpInputs { Verifications = new Dictionary<string, Verification>(StringComparer.Ordinal) { ["AI-1"] = verification } });

        var next = new NextLook(new Jitter(new Random(1))).After(spec, null, followUp, recheck: false, Now);

        Assert.InRange(next!.Value - Now.AddHours(expected), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_distant_day_is_approached_by_weekly_looks()
    {
        var spec = Spec() with { ActionItems = [new ActionItemSpec { Id = "AI-1", Title = "x", Priority = ActionItemPriority.Low, DueDate = new DateOnly(9999, 12, 30) }] };

        Assert.Equal(Now.AddDays(7), Look(spec, isOpen: false));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(24, false)]
    public void An_alert_that_was_not_found_is_looked_for_only_while_its_search_goes_on(int hoursAgo, bool again)
    {
        var spec = Spec() with { Detection = new DetectionSpec { Alerts = [new AlertSpec { Name = "A" }] } };

        Assert.Equal(again, Look(spec, isOpen: true, new TimeRange(Now.AddDays(-3), Now.AddHours(-hoursAgo))) is not null);
    }

    [Fact]
    public void A_stated_time_that_lies_in_the_future_is_looked_at_when_it_has_come()
    {
        var evidence = new IncidentEvidence { CollectedAt = Now };
        var inHand = new EvidenceInHand(evidence, IncidentReportBuilder.Build(new PostMortem { Spec = Spec() }, evidence, Now), null);

        Assert.Equal(Now.AddHours(2), new NextLook(new Jitter(new Random(1))).After(Spec(), inHand, null, recheck: false, Now, nextStated: Now.AddHours(2)));
    }

    private static DateTimeOffset? Look(PostMortemSpec spec, bool isOpen, TimeRange? searched = null)
    {
        var evidence = new IncidentEvidence { CollectedAt = Now, SearchWindow = searched };
        var report = IncidentReportBuilder.Build(new PostMortem { Spec = spec }, evidence, Now);
        var inHand = new EvidenceInHand(evidence, report, null) { IsOpen = isOpen };
        return new NextLook(new Jitter(new Random(1))).After(spec, inHand, FollowUpBuilder.Build(spec, Now), recheck: false, Now);
    }

    private static PostMortemSpec Spec() => new() { Title = "t", Severity = Severity.P1, Services = ["a"] };
}
