using Operator.Api;
using Operator.Core.Evidence;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

/// <summary>A real Prometheus that may hold fewer samples for a query than the window has.</summary>
public sealed class SmallServerTests
{
    [Fact]
    public async Task Queries_that_hold_too_many_samples_are_asked_in_smaller_ones_until_they_fit()
    {
        var history = new MetricHistory();
        SimulatedIncidents.AddBlips(history, "blips", 0);

        // A series has 40 320 samples in the window, and 10 080 minutes.
        using var server = await PrometheusServer.StartAsync(history, flags: "--query.max-samples=15000");
        var slo = Collecting.Ratio(SimulatedIncidents.Errors("blips"), SimulatedIncidents.Total("blips"), "7d") with { BudgetingMethod = BudgetingMethod.Timeslices };
        var spec = Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End }, Slos = [slo] };

        var evidence = await Collecting.CollectAsync(server.Url, spec, SimulatedIncidents.Now);

        var before = Assert.Single(evidence.Slos).Before!;
        var seconds = SimulatedIncidents.Blips * SimulatedIncidents.BlipLength.TotalSeconds;
        Assert.Empty(evidence.Slos[0].Problems);
        Assert.Equal(seconds, before.BadSeconds);
        Assert.Equal(seconds * SimulatedIncidents.PerSecond * SimulatedIncidents.OutageRatio, before.Counts!.Value.Errors, seconds * SimulatedIncidents.PerSecond * 0.01);
        Assert.True(evidence.Part(EvidencePartNames.Objective("availability"))!.Queries.Count(q => q.Expression.Contains("increase(", StringComparison.Ordinal)) > 5);
    }
}
