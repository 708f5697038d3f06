using Operator.Api;
using Operator.Core.Evidence;
using Operator.Prometheus;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Churn;

/// <summary>Figures of services whose pods come and go, against what their samples tell, on every server that can be had.</summary>
public sealed class FleetAccuracyTests(FleetHistories fleets)
{
    public static TheoryData<MetricServer, int> Cases()
    {
        var cases = new TheoryData<MetricServer, int>();
        foreach (var server in Enum.GetValues<MetricServer>())
        {
            for (var seed = 0; seed < SimulatedFleet.Seeds; seed++)
            {
                cases.Add(server, seed);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Counts_and_slices_agree_with_the_samples(MetricServer server, int seed)
    {
        var fleet = fleets.Fleet(seed);
        var slo = await ReadAsync(server, fleet, Ratio(fleet));

        Assert.Empty(slo.Problems);
        var counts = slo.Before!.Counts!.Value;
        var tolerance = fleet.LifeSeconds >= 86_400 ? 0.001 : fleet.IntervalSeconds >= 60 ? 0.02 : 0.005;

        // VictoriaMetrics takes a fall of less than an eighth for no restart, so that a counter that rises fast again loses what it had.
        var errorTolerance = server == MetricServer.VictoriaMetrics ? tolerance + 0.001 : tolerance;
        Assert.Equal(fleet.Errors, counts.Errors + slo.Incident!.Value.Errors, fleet.Errors * errorTolerance);
        Assert.Equal(fleet.Total, counts.Total + slo.Incident.Value.Total, fleet.Total * tolerance);
        Assert.Null(slo.Before.MostBadSeconds);
        Assert.Equal(fleet.BadSeconds, slo.Before.BadSeconds!.Value, 60d * fleet.Edges);
        Assert.Equal(fleet.ErrorRatioSeconds, slo.Before.ErrorRatioSeconds!.Value, fleet.ErrorRatioSeconds * 0.02);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Coarser_steps_give_bounds_that_hold_the_truth(MetricServer server, int seed)
    {
        var fleet = fleets.Fleet(seed);
        var slo = await ReadAsync(server, fleet, Ratio(fleet), o => o.Limits.PointsPerRequest = 200);

        Assert.True(slo.Before!.StepSeconds > 300, $"steps of {slo.Before.StepSeconds} s");
        Assert.InRange(fleet.BadSeconds, slo.Before.BadSeconds!.Value, slo.Before.MostBadSeconds!.Value);
        Assert.NotNull(slo.Before.Counts);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_incident_as_long_as_its_window_is_summed_up_and_has_every_figure(MetricServer server, int seed)
    {
        var fleet = fleets.Fleet(seed);
        var start = SimulatedFleet.End.AddSeconds(-fleet.WindowSeconds);
        var bad = fleet.BadSeconds + (SimulatedFleet.End - SimulatedFleet.Start).TotalSeconds;

        var fine = await ReadAsync(server, fleet, Ratio(fleet), o => o.MaxSamples = 3000, start);
        var coarse = await ReadAsync(server, fleet, Ratio(fleet), o => (o.MaxSamples, o.Limits.PointsPerRequest) = (3000, 200), start);

        var tolerance = fleet.LifeSeconds >= 86_400 ? 0.003 : fleet.IntervalSeconds >= 60 ? 0.02 : 0.005;
        var errorTolerance = server == MetricServer.VictoriaMetrics ? tolerance + 0.001 : tolerance;
        foreach (var slo in new[] { fine, coarse })
        {
            Assert.Empty(slo.Problems);
            Assert.Equal(CountSource.Increase, slo.CountSource);
            Assert.Equal(fleet.Errors, slo.Incident!.Value.Errors, fleet.Errors * errorTolerance);
            Assert.Equal(fleet.Total, slo.Incident.Value.Total, fleet.Total * tolerance);
            Assert.Equal(0, slo.Before!.BadSeconds);
            Assert.Equal(fleet.WindowSeconds, slo.Slices.Sum(s => s.Seconds), 0.001);
            Assert.InRange(slo.Series.Count(p => p.Value is not null), 30, 300);
        }

        Assert.Equal(bad, fine.Slices.Where(s => s.ErrorRatio > 0.005).Sum(s => s.Seconds), 60d * (fleet.Edges + 2));
        Assert.Contains(coarse.Notes, n => n.Contains("minutes long", StringComparison.Ordinal));
        Assert.InRange(bad, coarse.Slices.Sum(s => s.LeastBadSeconds ?? Exact(s)), coarse.Slices.Sum(s => s.MostBadSeconds ?? Exact(s)));

        static double Exact(SliSlice slice) => slice.ErrorRatio > 0.005 ? slice.Seconds : 0;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Queries_of_rates_agree_with_the_samples_of_pods_that_live_long(int seed)
    {
        var fleet = fleets.Fleet(seed);
        var events = await ReadAsync(MetricServer.Prometheus, fleet, new SliSpec
        {
            Events = new EventsSliSpec { ErrorQuery = $"sum(rate({Errors(fleet)}[{{{{.window}}}}]))", TotalQuery = $"sum(rate({Total(fleet)}[{{{{.window}}}}]))" },
        });
        var raw = await ReadAsync(MetricServer.Prometheus, fleet, new SliSpec
        {
            Raw = new RawSliSpec { ErrorRatioQuery = $"sum(rate({Errors(fleet)}[{{{{.window}}}}])) / sum(rate({Total(fleet)}[{{{{.window}}}}]))" },
        });

        Assert.Equal(fleet.Total, events.Before!.Counts!.Value.Total + events.Incident!.Value.Total, fleet.Total * 0.002);
        foreach (var slo in new[] { events, raw })
        {
            Assert.Equal(fleet.BadSeconds, slo.Before!.BadSeconds!.Value, 60d * fleet.Edges);
            Assert.Equal(fleet.ErrorRatioSeconds, slo.Before.ErrorRatioSeconds!.Value, fleet.ErrorRatioSeconds * 0.05);
        }
    }

    private static string Errors(SimulatedFleet fleet) => $"fleet_requests_total{{job=\"{fleet.Job}\",code=\"500\"}}";

    private static string Total(SimulatedFleet fleet) => $"fleet_requests_total{{job=\"{fleet.Job}\"}}";

    private static SliSpec Ratio(SimulatedFleet fleet) => new() { Ratio = new RatioSliSpec { Errors = Errors(fleet), Total = Total(fleet) } };

    private async Task<SloEvidence> ReadAsync(MetricServer server, SimulatedFleet fleet, SliSpec sli, Action<PrometheusSourceOptions>? configure = null, DateTimeOffset? start = null)
    {
        var slo = new SloSpec { Name = "availability", Objective = SimulatedFleet.Objective, Window = $"{fleet.WindowSeconds}s", BudgetingMethod = BudgetingMethod.Timeslices, Sli = sli };
        var spec = Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = start ?? SimulatedFleet.Start, ResolvedAt = SimulatedFleet.End }, Slos = [slo] };
        var evidence = await Collecting.CollectAsync(await fleets.UrlAsync(server), spec, SimulatedFleet.Now, configure);
        return Assert.Single(evidence.Slos);
    }
}
