using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Core.Reports;
using Operator.Prometheus;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>
/// Permutation, duplication, loss of a fifth of all samples, and clocks that are off by a second never give a count or a share of the budget that is more than
/// a tenth wrong. It may be absent, with its reason.
/// </summary>
public sealed class DisturbedIndicatorTests(FieldHistories histories)
{
    private const double Tolerance = 0.1;

    public static TheoryData<MetricServer, int> Cases =>
        [.. Enum.GetValues<MetricServer>().SelectMany(s => Enumerable.Range(0, DisturbedIndicators.Seeds).Select(i => (s, i)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Figures_are_right_within_a_tenth_or_absent(MetricServer server, int seed)
    {
        var service = DisturbedIndicators.Of(seed);
        Assert.InRange(service.Events, 1000, double.MaxValue);
        foreach (var (name, sli) in Indicators(service))
        {
            var report = await MeasureAsync(server, service, sli);

            // Copies of replicas double what rates of a query count: only their quotient is right.
            if (report.Incident is { } counts && !(service.HasReplicas && sli.Events is not null))
            {
                AssertNear(service.Events, counts.Total, $"{name}: events");
                AssertNear(service.Failures, counts.Errors, $"{name}: failed events");
            }

            AssertNear(100 * (1 - service.Ratio), report.SliAveragePercent, $"{name}: indicator");
            AssertBudget(report, BudgetingMethod.Occurrences, 100 * service.Failures / (0.01 * service.PerSecond * service.Window), name);
            AssertBudget(report, BudgetingMethod.RatioTimeslices, 100 * service.Ratio * service.Length / (0.01 * service.Window), name);
            AssertBudget(report, BudgetingMethod.Timeslices, 100 * service.Length / (0.01 * service.Window), name);
            Assert.True(report.Budgets.Any(b => b.State == FigureState.Recorded) || report.Messages.Count > 0, $"{name}: nothing is said");
        }
    }

    private static void AssertBudget(SloReport report, BudgetingMethod method, double consumed, string name)
    {
        var figure = report.Budgets.Single(b => b.Method == method);
        if (figure.State != FigureState.Recorded)
        {
            Assert.Null(figure.ConsumedPercent);
            Assert.False(string.IsNullOrEmpty(figure.Message), $"{name}, {method}: no reason");
            return;
        }

        AssertNear(consumed, figure.LeastConsumedPercent is { } least && least <= consumed && consumed <= figure.ConsumedPercent ? consumed : figure.ConsumedPercent, $"{name}, {method}: consumed");
        if (figure.RemainingPercent is { } left)
        {
            Assert.True(Math.Abs(100 - consumed - left) <= Math.Max(1, Tolerance * consumed), $"{name}, {method}: {left} left instead of {100 - consumed}");
        }
    }

    private static void AssertNear(double truth, double? figure, string what) =>
        Assert.True(figure is not { } value || Math.Abs(value - truth) <= Tolerance * truth, $"{what}: {figure} instead of {truth}");

    private static IEnumerable<(string Name, SliSpec Sli)> Indicators(DisturbedIndicators service)
    {
        var total = $"{DisturbedIndicators.Metric}{{seed=\"{service.Seed}\"}}";
        var errors = $"{DisturbedIndicators.Metric}{{seed=\"{service.Seed}\",code=\"500\"}}";
        yield return ("ratio", new SliSpec { Ratio = new RatioSliSpec { Errors = errors, Total = total } });
        yield return ("rates", new SliSpec { Events = new EventsSliSpec { ErrorQuery = $"sum(rate({errors}[{{{{.window}}}}]))", TotalQuery = $"sum(rate({total}[{{{{.window}}}}]))" } });
        yield return ("counts", new SliSpec { Events = new EventsSliSpec { ErrorQuery = $"sum(increase({errors}[{{{{.window}}}}]))", TotalQuery = $"sum(increase({total}[{{{{.window}}}}]))" } });
        yield return ("quotient", new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = $"sum(rate({errors}[{{{{.window}}}}])) / sum(rate({total}[{{{{.window}}}}]))" } });
    }

    private async Task<SloReport> MeasureAsync(MetricServer server, DisturbedIndicators service, SliSpec sli)
    {
        var spec = Collecting.Spec() with
        {
            Incident = new IncidentSpec { StartedAt = service.Start, ResolvedAt = service.End },
            Slos = [new SloSpec { Name = "availability", Objective = 99, Window = "1d", Sli = sli }],
        };
        var now = service.End.AddMinutes(50);
        var options = new PrometheusSourceOptions { Url = (await histories.UrlAsync(server)).ToString() };
        using var client = new PrometheusClient(options, TimeProvider.System, new Shuffling(new Random(service.Seed)) { InnerHandler = PrometheusHandler.Create(options) });
        var collection = await Collecting.CollectAsync(client, new PostMortem { Spec = spec }, now);
        Assert.Null(collection.Failure);
        return Assert.Single(IncidentReportBuilder.Build(new PostMortem { Spec = spec }, collection.Evidence, now).Slos);
    }

    /// <summary>Answers have their series in any order.</summary>
    private sealed class Shuffling(Random random) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            if (body?["data"] is JsonObject data && data["result"] is JsonArray result)
            {
                var series = result.Select(r => r!.DeepClone()).ToArray();
                random.Shuffle(series);
                data["result"] = new JsonArray(series);
            }

            response.Content = new StringContent(body!.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            return response;
        }
    }
}
