using Operator.Api;
using Operator.Core.Incidents;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

/// <summary>What lies in the future has not happened.</summary>
public sealed class StatedTimesTests
{
    private static readonly DateTimeOffset Now = SampleIncident.CollectedAt;

    [Fact]
    public void Times_in_the_future_are_ignored_with_a_notice_each()
    {
        var later = Now.AddHours(2);
        var spec = SampleIncident.Spec() with
        {
            Incident = new IncidentSpec { StartedAt = Now.AddHours(-1), ResolvedAt = later },
            Timeline = [new TimelineEntrySpec { At = later.AddHours(1), Event = "e" }, new TimelineEntrySpec { At = Now, Event = "f" }],
            Review = new ReviewSpec { Reviewers = [new ReviewerSpec { Name = "a", ApprovedAt = Now }, new ReviewerSpec { Name = "b", ApprovedAt = later.AddHours(2) }] },
        };

        var stated = StatedTimes.Of(spec, Now);

        Assert.Equal(new IncidentSpec { StartedAt = Now.AddHours(-1) }, stated.Spec.Incident);
        Assert.Equal("f", Assert.Single(stated.Spec.Timeline).Event);
        Assert.Equal([Now, null], stated.Spec.Review!.Reviewers.Select(r => r.ApprovedAt));
        Assert.Equal(
            [
                "spec.incident.resolvedAt (2025-12-14T10:00:00.000Z) is in the future and is ignored until then; correct it",
                "spec.timeline[0].at (2025-12-14T11:00:00.000Z) is in the future and is ignored until then; correct it",
                "spec.review.reviewers[1].approvedAt (2025-12-14T12:00:00.000Z) is in the future and is ignored until then; correct it",
            ],
            stated.Notices);
        Assert.Equal(later, stated.NextAt);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void Clocks_may_differ_by_a_minute(int seconds, bool taken)
    {
        var stated = StatedTimes.Of(SampleIncident.Spec() with { Incident = new IncidentSpec { ResolvedAt = Now.AddSeconds(seconds) } }, Now);

        Assert.Equal(taken, stated.Spec.Incident!.ResolvedAt is not null);
    }

    [Fact]
    public void A_time_before_2000_is_taken_with_a_notice()
    {
        var old = new DateTimeOffset(1999, 12, 31, 23, 59, 59, TimeSpan.Zero);

        var stated = StatedTimes.Of(SampleIncident.Spec() with { Incident = new IncidentSpec { StartedAt = old } }, Now);

        Assert.Equal((old, null), (stated.Spec.Incident!.StartedAt, stated.NextAt));
        Assert.Equal(["spec.incident.startedAt (1999-12-31T23:59:59.000Z) is before the year 2000; is the date right?"], stated.Notices);
    }

    [Fact]
    public void What_is_plausible_is_left_as_it_is()
    {
        var spec = SampleIncident.Spec();

        Assert.Same(spec, StatedTimes.Of(spec, Now).Spec);
    }
}
