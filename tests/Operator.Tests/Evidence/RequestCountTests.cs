using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Reconciling;

namespace Operator.Tests.Evidence;

/// <summary>How many requests services of production size take, and that none meets another at the server.</summary>
public sealed class RequestCountTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 10, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddMinutes(18);
    private static readonly DateTimeOffset Now = End.AddHours(2);

    [Theory]
    [InlineData(120, 30, 20, 12)]
    [InlineData(200, 30, 20, 12)]
    [InlineData(200, 30, 300, 12)]
    [InlineData(1200, 30, 20, 25)]
    [InlineData(1200, 30, 300, 25)]
    [InlineData(6000, 30, 20, 25)]
    [InlineData(60_000, 30, 20, 25)]
    [InlineData(200, 120, 20, 12)]
    [InlineData(1200, 120, 20, 25)]
    [InlineData(6000, 120, 300, 25)]
    public async Task Requests_are_few_whatever_the_size_and_the_figures_hold_the_truth(int series, int days, int stretches, int most)
    {
        var service = Service(series, days, stretches);
        var options = new PrometheusSourceOptions { Url = "http://prometheus.invalid" };
        options.Limits.SamplesPerCollection = 1_000_000_000_000;
        using var client = new PrometheusClient(options, TimeProvider.System, service);

        var evidence = (await CollectAsync(client, days)).Evidence;

        var slo = Assert.Single(evidence.Slos);
        Assert.InRange(service.Requests, 1, most);
        Assert.Empty(slo.Problems);
        Assert.NotNull(slo.Before!.Counts);
        var truth = 0.05 * days * 86_400;
        Assert.InRange(truth, slo.Before.BadSeconds!.Value - (120 * stretches), (slo.Before.MostBadSeconds ?? slo.Before.BadSeconds.Value) + (120 * stretches));
        Assert.Equal(truth * SimulatedService.BadRatio, slo.Before.ErrorRatioSeconds!.Value, truth * SimulatedService.BadRatio * 0.02);
        if (series <= 1200 && days == 30)
        {
            Assert.Null(slo.Before.MostBadSeconds);
        }
    }

    [Fact]
    public async Task Two_collections_never_ask_for_sums_at_the_same_time()
    {
        var service = Service(1200, 30, 20);
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = "http://prometheus.invalid" }, TimeProvider.System, service);

        await Task.WhenAll(CollectAsync(client, 30), CollectAsync(client, 29), CollectAsync(client, 28));

        Assert.Equal(1, service.MostAtOnce);
    }

    [Fact]
    public async Task A_slow_source_is_not_asked_longer_than_its_limit_whatever_the_number_of_objectives()
    {
        var time = new ManualTime();
        var service = Service(120, 30, 5, time);
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = "http://prometheus.invalid" }, time, service);

        // Each request takes 25 s: the sixth begins after the two minutes.
        var stopped = (await CollectAsync(client, 30, time, 10)).Evidence;

        Assert.InRange(service.Requests, 5, 11);
        Assert.NotNull(stopped.Slos[0].Incident);
        Assert.All(stopped.Slos.Skip(1), s => Assert.Contains(s.Problems, p => p.Reason == Reasons.CollectionLimited && p.Message.Contains("limits.timePerCollection", StringComparison.Ordinal)));

        var (evidence, rounds) = (stopped, 1);
        for (; rounds < 40 && evidence.Slos.Any(s => s.Before?.BadSeconds is null || s.Problems.Count > 0); rounds++)
        {
            evidence = (await CollectAsync(client, 30, time, 10, evidence)).Evidence;
        }

        Assert.All(evidence.Slos, s => Assert.NotNull(s.Before!.BadSeconds));
        Assert.All(evidence.Slos, s => Assert.Empty(s.Problems));
    }

    private static SimulatedService Service(int series, int days, int stretches, ManualTime? time = null)
    {
        // 5 % of the window, in stretches of whole minutes that begin anywhere.
        var (length, every) = (TimeSpan.FromSeconds(0.05 * days * 86_400 / stretches), TimeSpan.FromDays((days - 0.2) / stretches));
        var bad = Enumerable.Range(1, stretches).Select(i => Start - (every * i) + TimeSpan.FromSeconds(7 * i % 300)).Select(from => (from, from + length)).Reverse();
        return new SimulatedService { Series = series, Bad = [.. bad, (Start, End)], Firing = (Start.AddMinutes(2), End), BeforeAnswer = () => time?.Advance(TimeSpan.FromSeconds(25)) };
    }

    private static async Task<Collection> CollectAsync(PrometheusClient client, int days, TimeProvider? time = null, int objectives = 1, IncidentEvidence? kept = null)
    {
        var spec = Collecting.Spec() with
        {
            Detection = Collecting.Alert("Down"),
            Incident = new IncidentSpec { StartedAt = Start, ResolvedAt = End },
            Slos =
            [
                .. Enumerable.Range(0, objectives).Select(i => Collecting.Ratio(SimulatedService.Errors, SimulatedService.Total, $"{days}d", 99) with
                {
                    Name = $"slo-{i}",
                    BudgetingMethod = BudgetingMethod.Timeslices,
                    Sli = new SliSpec { Ratio = new RatioSliSpec { Errors = SimulatedService.Errors, Total = i == 0 ? SimulatedService.Total : $"service_total{{n!=\"{i}\"}}" } },
                }),
            ],
        };
        var resource = new PostMortem { Spec = spec };
        var collection = await new EvidenceCollector(time ?? TimeProvider.System).CollectAsync(resource, client, Now, kept, false, TestContext.Current.CancellationToken);
        return collection with { Evidence = EvidenceJudge.Freeze(spec, JudgedEvidence.Judge(resource, collection.Evidence, Now), collection) };
    }

    /// <summary>A clock that only requests move; waits are real.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);
    }
}
