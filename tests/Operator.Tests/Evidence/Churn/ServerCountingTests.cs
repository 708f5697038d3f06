using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Churn;

/// <summary>Servers count the first value of a series, and the samples at the ends of a range, in their own ways. Figures are the same.</summary>
public sealed class ServerCountingTests(FleetHistories histories)
{
    public static TheoryData<MetricServer, string> Cases()
    {
        var cases = new TheoryData<MetricServer, string>();
        foreach (var server in Enum.GetValues<MetricServer>())
        {
            foreach (var service in SimulatedBeginnings.Errors.Keys)
            {
                cases.Add(server, service);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task First_values_count_once_and_each_sample_belongs_to_one_slice(MetricServer server, string service)
    {
        var selector = $"beginnings_total{{job=\"{service}\"";
        var slo = Collecting.Ratio($"{selector},code=\"500\"}}", $"{selector}}}", $"{SimulatedBeginnings.WindowSeconds}s", objective: 99) with { BudgetingMethod = BudgetingMethod.Timeslices };
        var spec = Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = SimulatedFleet.Start, ResolvedAt = SimulatedFleet.End }, Slos = [slo] };

        var evidence = Assert.Single((await Collecting.CollectAsync(await histories.UrlAsync(server), spec, SimulatedFleet.Now)).Slos);

        Assert.Empty(evidence.Problems);
        var errors = SimulatedBeginnings.Errors[service];
        Assert.Equal(errors, evidence.Before!.Counts!.Value.Errors, Math.Max(1, errors * 0.01));
        var seconds = SimulatedBeginnings.WindowSeconds - (SimulatedFleet.End - SimulatedFleet.Start).TotalSeconds;
        Assert.Equal(errors + (seconds * SimulatedBeginnings.PerSecond), evidence.Before.Counts.Value.Total, seconds * SimulatedBeginnings.PerSecond * 0.001);
        if (service is "edges")
        {
            Assert.Equal(180, evidence.Before.BadSeconds);
        }
    }
}
