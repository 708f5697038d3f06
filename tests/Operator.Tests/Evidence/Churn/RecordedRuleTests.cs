using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Churn;

/// <summary>Objectives that name recorded rules: a value stands for the minute that it was recorded in, however long the window is.</summary>
public sealed class RecordedRuleTests(FleetHistories histories)
{
    [Theory]
    [InlineData(MetricServer.Prometheus, "30d")]
    [InlineData(MetricServer.Prometheus, "120d")]
    [InlineData(MetricServer.Prometheus3, "120d")]
    [InlineData(MetricServer.VictoriaMetrics, "120d")]
    public async Task Short_incidents_between_two_steps_are_seen(MetricServer server, string window)
    {
        var raw = new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = "job:error_ratio:rate1m" } };
        var events = new SliSpec { Events = new EventsSliSpec { ErrorQuery = "job:errors:rate1m", TotalQuery = "job:requests:rate1m" } };
        foreach (var sli in new[] { raw, events })
        {
            var slo = new SloSpec { Name = "availability", Objective = 99, Window = window, BudgetingMethod = BudgetingMethod.Timeslices, Sli = sli };
            var spec = Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = SimulatedFleet.Start, ResolvedAt = SimulatedFleet.End }, Slos = [slo] };

            var evidence = Assert.Single((await Collecting.CollectAsync(await histories.UrlAsync(server), spec, SimulatedFleet.Now)).Slos);

            Assert.Empty(evidence.Problems);
            var bad = SimulatedRecords.Blips * SimulatedRecords.BadMinutes * 60d;
            if (window is "30d")
            {
                Assert.Equal((bad, null), (evidence.Before!.BadSeconds, evidence.Before.MostBadSeconds));
            }

            Assert.InRange(bad, evidence.Before!.BadSeconds!.Value, evidence.Before.MostBadSeconds ?? evidence.Before.BadSeconds.Value);
            if (sli.Raw is not null && window is "30d")
            {
                Assert.Equal(bad * SimulatedRecords.BadRatio, evidence.Before.ErrorRatioSeconds!.Value, bad * SimulatedRecords.BadRatio * 0.02);
            }

            if (sli.Events is not null)
            {
                var errors = bad * SimulatedRecords.BadRatio * SimulatedRecords.PerSecond;
                Assert.Equal(errors, evidence.Before.Counts!.Value.Errors, errors * 0.02);
            }
        }
    }
}
