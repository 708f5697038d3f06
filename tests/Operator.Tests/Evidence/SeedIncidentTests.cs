using Operator.Api;
using Operator.Core.Evidence;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

public sealed class SeedIncidentTests(IncidentHistories histories)
{
    private static readonly DateTimeOffset Now = SeedIncidentHistory.End + TimeSpan.FromMinutes(30);

    private static readonly SloSpec Availability = Collecting.Ratio("http_requests_total{job=\"email\",code=~\"5..\"}", "http_requests_total{job=\"email\"}");

    private static readonly PostMortemSpec Spec = Collecting.Spec() with
    {
        Detection = Collecting.Alert("EmailServiceDown", ("service", "email-service")),
        Slos = [Availability],
    };

    [Fact]
    public async Task The_alert_is_read_to_the_millisecond()
    {
        var evidence = await Collecting.CollectAsync(histories.Url, Spec, Now);

        var alert = Assert.Single(evidence.Alerts);
        Assert.Equal(15, alert.IntervalSeconds);
        Assert.Equal(SeedIncidentHistory.Start, Assert.Single(alert.Pending).First);
        Assert.Equal(SeedIncidentHistory.Fired, Assert.Single(alert.Firing).First);
        Assert.Equal(SeedIncidentHistory.Start, Assert.Single(alert.ActiveAt).Value);
        Assert.Equal(new TimeRange(SeedIncidentHistory.Start, SeedIncidentHistory.End), evidence.Incident);
        Assert.Equal("2.42.0", evidence.Source?.ServerVersion?[..6]);
    }

    [Fact]
    public async Task Counts_are_those_of_the_incident_and_of_the_window_before_it()
    {
        var evidence = await Collecting.CollectAsync(histories.Url, Spec, Now);

        var slo = Assert.Single(evidence.Slos);
        Assert.Empty(slo.Problems);
        Assert.Equal(CountSource.RawSamples, slo.CountSource);
        Assert.Equal(1350, slo.Incident!.Value.Errors, 1350 * 0.001);
        Assert.Equal(90_000, slo.Incident.Value.Total, 90d);
        Assert.Equal(12, slo.Slices.Count);
        Assert.All(slo.Slices, s => Assert.Equal(0.015, s.ErrorRatio!.Value, 1e-6));
        Assert.Equal(0, slo.Before!.Counts!.Value.Errors, 0.5);
        var seconds = 2_592_000 - 720d;
        Assert.Equal(seconds * 125, slo.Before.Counts.Value.Total, seconds * 0.125);
        Assert.Equal(0, slo.Before.BadSeconds);
        Assert.Equal(0, slo.Before.ErrorRatioSeconds);
        Assert.Equal(seconds, slo.Before.CoveredSeconds!.Value, 61d);
        Assert.InRange(slo.Series.Count, 20, 300);
    }
}
