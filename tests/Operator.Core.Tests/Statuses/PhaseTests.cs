using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Testing;

namespace Operator.Core.Tests.Statuses;

/// <summary>Published is said of what is resolved, written, approved and delivered, and of nothing less.</summary>
public sealed class PhaseTests
{
    private static readonly DateTimeOffset Now = SampleIncident.CollectedAt;

    [Theory]
    [InlineData(0, 0, false, PostMortemPhase.Reviewed)]
    [InlineData(0, 0, true, PostMortemPhase.Published)]
    [InlineData(2, 1, true, PostMortemPhase.Draft)]
    [InlineData(2, 2, false, PostMortemPhase.Reviewed)]
    [InlineData(2, 2, true, PostMortemPhase.Published)]
    public void A_written_document_of_a_resolved_incident_waits_for_approval_and_delivery(int reviewers, int approved, bool delivered, PostMortemPhase phase)
    {
        var spec = Spec(reviewers, approved);

        Assert.Equal(phase, Phases.Of(spec, Report(spec).State, FollowUpBuilder.Build(spec, Now), delivered, previous: null));
        Assert.Equal(reviewers > 0 && approved == reviewers ? Now : null, FollowUpBuilder.Build(spec, Now).ReviewedAt);
    }

    [Fact]
    public void A_document_with_nothing_written_is_a_draft_however_often_it_is_delivered()
    {
        var spec = new PostMortemSpec { Title = "t", Severity = Severity.P0, Services = ["s"], Incident = new IncidentSpec { StartedAt = Now.AddHours(-1), ResolvedAt = Now } };

        Assert.Equal(PostMortemPhase.Draft, Phases.Of(spec, Report(spec).State, FollowUpBuilder.Build(spec, Now), delivered: true, previous: null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_incident_that_goes_on_or_whose_start_is_unknown_is_a_draft(bool ongoing)
    {
        var spec = Spec(0, 0) with { Timeline = [], Detection = null, Incident = ongoing ? new IncidentSpec { StartedAt = Now.AddHours(-1), Ongoing = true } : new IncidentSpec { ResolvedAt = Now } };
        var report = IncidentReportBuilder.Build(new PostMortem { Spec = spec }, null, Now);

        Assert.Equal(ongoing ? IncidentState.Ongoing : IncidentState.Unknown, report.State);
        Assert.Equal(PostMortemPhase.Draft, Phases.Of(spec, report.State, FollowUpBuilder.Build(spec, Now), delivered: true, previous: null));
    }

    [Fact]
    public void Once_published_it_stays_so_while_a_change_waits_for_delivery_or_the_incident_opens_again()
    {
        var spec = Spec(1, 1);
        var open = spec with { Incident = new IncidentSpec { Ongoing = true } };

        Assert.Equal(PostMortemPhase.Published, Phases.Of(spec, Report(spec).State, FollowUpBuilder.Build(spec, Now), delivered: false, PostMortemPhase.Published));
        Assert.Equal(PostMortemPhase.Published, Phases.Of(open, Report(open).State, FollowUpBuilder.Build(open, Now), delivered: false, PostMortemPhase.Published));
    }

    [Fact]
    public void It_falls_back_when_a_required_section_or_an_approval_is_withdrawn()
    {
        var emptied = Spec(1, 1) with { Resolution = null };
        var withdrawn = Spec(1, 0);

        Assert.Equal(PostMortemPhase.Draft, Phases.Of(emptied, Report(emptied).State, FollowUpBuilder.Build(emptied, Now), delivered: true, PostMortemPhase.Published));
        Assert.Equal(PostMortemPhase.Draft, Phases.Of(withdrawn, Report(withdrawn).State, FollowUpBuilder.Build(withdrawn, Now), delivered: true, PostMortemPhase.Published));
    }

    [Fact]
    public void A_reviewer_who_is_added_after_publication_withdraws_nothing()
    {
        var more = Spec(2, 1);
        var withdrawn = Spec(2, 0);

        Assert.Equal(PostMortemPhase.Published, Phases.Of(more, Report(more).State, FollowUpBuilder.Build(more, Now), delivered: true, PostMortemPhase.Published, ["r0"]));
        Assert.Equal(PostMortemPhase.Draft, Phases.Of(withdrawn, Report(withdrawn).State, FollowUpBuilder.Build(withdrawn, Now), delivered: true, PostMortemPhase.Published, ["r0"]));
        Assert.Equal(PostMortemPhase.Draft, Phases.Of(more, Report(more).State, FollowUpBuilder.Build(more, Now), delivered: true, PostMortemPhase.Reviewed, ["r0"]));
        Assert.Equal(["r0"], Phases.Approvals(more));
    }

    private static PostMortemSpec Spec(int reviewers, int approved) => SampleIncident.Spec() with
    {
        Review = new ReviewSpec { Reviewers = [.. Enumerable.Range(0, reviewers).Select(i => new ReviewerSpec { Name = $"r{i}", ApprovedAt = i < approved ? Now : null })] },
    };

    private static IncidentReport Report(PostMortemSpec spec) => IncidentReportBuilder.Build(new PostMortem { Spec = spec }, SampleIncident.Evidence(), Now);
}
