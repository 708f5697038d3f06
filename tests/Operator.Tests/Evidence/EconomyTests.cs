using Operator.Api;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.Tests.Evidence;

/// <summary>How much a server is asked for.</summary>
public sealed class EconomyTests(IncidentHistories histories)
{
    private static readonly SloSpec Ratio = Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d") with
    {
        BudgetingMethod = BudgetingMethod.Timeslices,
        TimeSlice = new TimeSliceSpec { Window = "2m" },
    };

    private static readonly SloSpec Events = Ratio with
    {
        Name = "events",
        Sli = new SliSpec
        {
            Events = new EventsSliSpec
            {
                // A minute apart: the slices must be widened, which is the dearest case.
                ErrorQuery = $"sum(rate({SimulatedIncidents.Errors("minutely")}[{{{{.window}}}}]))",
                TotalQuery = $"sum(rate({SimulatedIncidents.Total("minutely")}[{{{{.window}}}}]))",
            },
        },
    };

    private static readonly SloSpec Raw = Ratio with { Name = "raw", Sli = new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = "error_ratio{job=\"recorded\"}" } } };

    [Fact]
    public async Task One_alert_and_one_objective_take_at_most_twelve_requests_and_each_further_objective_six()
    {
        var impact = new ImpactSpec
        {
            AffectedUsers = new AffectedUsersSpec { Query = "max(active_users)", TotalQuery = "max(active_users)" },
            FailedRequests = new FailedRequestsSpec { Query = "vector(1)" },
        };
        var spec = Collecting.Spec() with
        {
            Detection = Collecting.Alert("Plain"),
            Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End },
            Impact = impact,
        };

        foreach (var slo in new[] { Ratio, Events, Raw })
        {
            Assert.InRange(await CountAsync(spec with { Slos = [slo] }), 1, 12);
        }

        var one = await CountAsync(spec with { Slos = [Ratio] });
        Assert.InRange(await CountAsync(spec with { Slos = [Ratio, Events] }) - one, 1, 6);
        Assert.InRange(await CountAsync(spec with { Slos = [Ratio, Raw] }) - one, 1, 6);
    }

    [Fact]
    public async Task Raw_samples_are_asked_for_the_incident_and_never_for_the_window()
    {
        var evidence = await Collecting.CollectAsync(
            histories,
            Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End }, Slos = [Ratio, Events, Raw] },
            SimulatedIncidents.Now);

        var raw = evidence.AllQueries().Where(q => q.StepSeconds is null && q.Expression.EndsWith(']')).ToList();
        Assert.Equal(4, raw.Count);
        Assert.All(raw, q => Assert.EndsWith("[1470s]", q.Expression, StringComparison.Ordinal));
    }

    private async Task<int> CountAsync(PostMortemSpec spec)
    {
        var options = new PrometheusSourceOptions { Url = (await histories.UrlAsync()).ToString() };
        using var counting = new Counting(PrometheusHandler.Create(options));
        using var client = new PrometheusClient(options, TimeProvider.System, counting);
        var evidence = (await new EvidenceCollector(TimeProvider.System).CollectAsync(new PostMortem { Spec = spec }, client, SimulatedIncidents.Now, null, false, TestContext.Current.CancellationToken)).Evidence;
        Assert.All(evidence.Slos, s => Assert.NotEmpty(s.Slices));
        return counting.Requests;
    }

    private sealed class Counting(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _requests;

        public int Requests => _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
