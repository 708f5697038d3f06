using Operator.Api;
using Operator.Core.Reports;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Incidents that are not much longer than the distance of scrapes: each figure is right within a tenth, or absent with its reason.</summary>
public sealed class ShortIncidentTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Incidents => [.. Enum.GetValues<MetricServer>().SelectMany(s => ShortIncidents.All.Select(i => (s, i.Index)))];

    [Theory]
    [MemberData(nameof(Incidents))]
    public async Task Queries_of_counters_are_read_as_the_counters_themselves(MetricServer server, int index)
    {
        var incident = ShortIncidents.All[index];
        var (errors, total) = Selectors(incident);
        foreach (var sli in new[]
        {
            Ratio(errors, total),
            Events(Rate(errors), Rate(total)),
            Events($"sum(increase({errors}[{{{{.window}}}}]))", $"sum(increase({total}[{{{{.window}}}}]))"),
            Events($"{Rate(total)} - {Rate(total.Replace("}", ",code=\"200\"}", StringComparison.Ordinal))}", Rate(total)),
        })
        {
            var report = await MeasureAsync(server, incident, sli);

            AssertNear(incident.Events, report.Incident!.Value.Total, "events");
            AssertNear(incident.Failures, report.Incident.Value.Errors, "failed events");
            AssertNear(Consumed(incident), Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, "consumed");
        }
    }

    [Theory]
    [MemberData(nameof(Incidents))]
    public async Task No_query_is_wrong_with_confidence(MetricServer server, int index)
    {
        var incident = ShortIncidents.All[index];
        var (errors, total) = Selectors(incident);
        foreach (var (name, sli) in new[]
        {
            ("ratio", Ratio(errors, total)),
            ("rates", Events(Rate(errors), Rate(total))),
            ("largest", Events($"max({Rate(errors)})", $"max({Rate(total)})")),
            ("counts", Events($"max(sum(increase({errors}[{{{{.window}}}}])))", $"max(sum(increase({total}[{{{{.window}}}}])))")),
            ("quotient", Raw($"{Rate(errors)} / {Rate(total)}")),
            ("share", Raw($"1 - {Rate(total.Replace("}", ",code=\"200\"}", StringComparison.Ordinal))} / {Rate(total)}")),
            ("largest quotient", Raw($"max({Rate(errors)} / {Rate(total)})")),
        })
        {
            var report = await MeasureAsync(server, incident, sli);

            if (report.Incident is { } counts)
            {
                AssertNear(incident.Events, counts.Total, $"{name}: events");
                AssertNear(incident.Failures, counts.Errors, $"{name}: failed events");
            }

            if (report.SliAveragePercent is { } average)
            {
                AssertNear(100 * incident.Ratio, 100 - average, $"{name}: share of errors");
            }

            AssertBudget(report, BudgetingMethod.Occurrences, Consumed(incident), name);
            AssertBudget(report, BudgetingMethod.RatioTimeslices, Consumed(incident), name);
            AssertBudget(report, BudgetingMethod.Timeslices, 100 * incident.Length / (0.01 * ShortIncidents.WindowSeconds), name);
        }
    }

    private static double Consumed(ShortIncidents incident) => 100 * incident.Ratio * incident.Length / (0.01 * ShortIncidents.WindowSeconds);

    private static void AssertBudget(SloReport report, BudgetingMethod method, double consumed, string name)
    {
        var figure = Figure(report, method);
        if (figure.ConsumedPercent is { } value)
        {
            AssertNear(consumed, value, $"{name}, {method}");
        }
        else
        {
            Assert.False(string.IsNullOrEmpty(figure.Message), $"{name}, {method}: no reason");
        }
    }

    private static void AssertNear(double truth, double figure, string what) => Assert.True(Math.Abs(figure - truth) <= 0.1 * truth, $"{what}: {figure} instead of {truth}");

    private static (string Errors, string Total) Selectors(ShortIncidents incident) =>
        ($"{ShortIncidents.Metric}{{incident=\"{incident.Index}\",code=\"500\"}}", $"{ShortIncidents.Metric}{{incident=\"{incident.Index}\"}}");

    private static string Rate(string selector) => $"sum(rate({selector}[{{{{.window}}}}]))";

    private async Task<SloReport> MeasureAsync(MetricServer server, ShortIncidents incident, SliSpec sli) =>
        (await MeasureAsync(server, incident.Start, incident.End, new SloSpec { Name = "availability", Objective = 99, Window = "1d", Sli = sli })).Report;
}
