using System.Net;
using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Tests.Evidence;

/// <summary>Collections that follow each other: of an incident that goes on, and of a source that stopped in the middle.</summary>
public sealed partial class ContinuedCollectionTests(IncidentHistories histories)
{
    private static readonly DateTimeOffset First = SimulatedIncidents.Start.AddMinutes(4);

    private static readonly SloSpec Ratio = Collecting.Ratio(SimulatedIncidents.Errors("blips"), SimulatedIncidents.Total("blips"), "7d") with
    {
        BudgetingMethod = BudgetingMethod.Timeslices,
    };

    [Theory]
    [InlineData("ratio")]
    [InlineData("events")]
    [InlineData("raw")]
    public async Task The_second_collection_of_the_same_day_asks_for_nothing_that_reaches_beyond_the_incident(string kind)
    {
        var resource = Ongoing(Slo(kind));
        using var client = await ClientAsync();
        var before = await Collecting.CollectAsync(client, resource, First);
        var later = First.AddMinutes(4);

        var again = await Collecting.CollectAsync(client, resource, later, before.Evidence);

        var asked = again.Evidence.Part(EvidencePartNames.Objective("availability"))!.Queries;
        Assert.NotEmpty(asked);
        Assert.All(asked, q => Assert.True(Longest(q) <= 3600, $"{Longest(q)} s: {q.Expression}"));
        Assert.All(asked, q => Assert.True((q.From ?? q.Time) >= SimulatedIncidents.Start.AddHours(-1.5), q.Expression));

        // What lies before the incident is the same as if it had been asked anew, but for what left the window.
        var anew = await Collecting.CollectAsync(client, resource, later);
        var (kept, fresh) = (Assert.Single(again.Evidence.Slos).Before!, Assert.Single(anew.Evidence.Slos).Before!);
        Assert.Equal(fresh.BadSeconds, kept.BadSeconds);
        Assert.Equal(fresh.ErrorRatioSeconds!.Value, kept.ErrorRatioSeconds!.Value, fresh.ErrorRatioSeconds.Value * 0.001);
        Assert.Equal(fresh.CoveredSeconds!.Value, kept.CoveredSeconds!.Value, 1d);
        if (kind is not "raw")
        {
            Assert.Equal(fresh.Counts!.Value.Total, kept.Counts!.Value.Total, fresh.Counts.Value.Total * 0.0001);
            Assert.Equal(fresh.Counts.Value.Errors, kept.Counts.Value.Errors, fresh.Counts.Value.Errors * 0.001);
        }
    }

    [Fact]
    public async Task A_start_that_a_person_moves_moves_the_border()
    {
        using var client = await ClientAsync();
        var before = await Collecting.CollectAsync(client, Ongoing(Ratio), First);
        var moved = Ongoing(Ratio, SimulatedIncidents.Start.AddSeconds(-430));

        var again = await Collecting.CollectAsync(client, moved, First.AddMinutes(1), before.Evidence);

        var fresh = Assert.Single((await Collecting.CollectAsync(client, moved, First.AddMinutes(1))).Evidence.Slos).Before!;
        var kept = Assert.Single(again.Evidence.Slos).Before!;

        // Slices of what was summed up already lie where they lay: one more or less at each edge of another incident.
        Assert.Equal(fresh.BadSeconds!.Value, kept.BadSeconds!.Value, 60d * 2 * SimulatedIncidents.Blips);
        Assert.Equal(fresh.Counts!.Value.Total, kept.Counts!.Value.Total, fresh.Counts.Value.Total * 0.0001);
        Assert.Equal(fresh.CoveredSeconds!.Value, kept.CoveredSeconds!.Value, 1d);
    }

    [Fact]
    public async Task Counts_are_asked_again_after_a_day_and_once_the_incident_is_over()
    {
        using var client = await ClientAsync();
        var before = await Collecting.CollectAsync(client, Ongoing(Ratio), First);
        var over = new PostMortem { Spec = Ongoing(Ratio).Spec with { Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End } } };

        var settling = await Collecting.CollectAsync(client, over, SimulatedIncidents.End.AddSeconds(30), before.Evidence);
        var settled = await Collecting.CollectAsync(client, over, SimulatedIncidents.End.AddMinutes(10), settling.Evidence);

        Assert.Contains(settling.Evidence.AllQueries(), q => Longest(q) > 86_400);
        Assert.DoesNotContain(settled.Evidence.AllQueries(), q => Longest(q) > 86_400);
        Assert.True(settled.Evidence.Part(EvidencePartNames.Objective("availability"))!.Frozen);
        Assert.Null(settled.Evidence.Sums);
    }

    [Fact]
    public async Task What_was_read_before_a_source_stopped_is_kept_and_the_next_collection_goes_on()
    {
        var resource = Ongoing(Ratio);
        var stopping = new Stopping(PrometheusHandler.Create(await OptionsAsync()));
        using var client = new PrometheusClient(Small(await OptionsAsync()), new Prometheus.HastyTime(), stopping);
        stopping.After = 5;

        var stopped = await Collecting.CollectAsync(client, resource, First);

        var slo = Assert.Single(stopped.Evidence.Slos);
        Assert.NotNull(slo.Incident);
        Assert.NotNull(slo.Before!.Counts);
        Assert.Null(slo.Before.BadSeconds);
        Assert.Contains(slo.Problems, p => p.Reason == Reasons.PrometheusUnavailable);
        var known = Assert.Single(stopped.Evidence.Sums!).Steps;
        Assert.NotEmpty(known);

        stopping.After = int.MaxValue;
        var continued = await Collecting.CollectAsync(client, resource, First.AddMinutes(1), stopped.Evidence);

        var (slow, whole) = (Assert.Single(continued.Evidence.Slos), Assert.Single((await Collecting.CollectAsync(client, resource, First.AddMinutes(1))).Evidence.Slos));
        Assert.Empty(slow.Problems);
        Assert.Equal((whole.Before!.BadSeconds, whole.Before.MostBadSeconds, whole.Before.CoveredSeconds), (slow.Before!.BadSeconds, slow.Before.MostBadSeconds, slow.Before.CoveredSeconds));
        Assert.InRange(SimulatedIncidents.Blips * SimulatedIncidents.BlipLength.TotalSeconds, slow.Before.BadSeconds!.Value, slow.Before.MostBadSeconds!.Value);
        Assert.DoesNotContain(continued.Evidence.Part(EvidencePartNames.Objective("availability"))!.Queries, q => q.StepSeconds > 60 && q.Time > known[0].Start.AddSeconds(1) && q.From is not null);
    }

    [Fact]
    public async Task A_source_that_refuses_what_is_large_is_asked_in_smaller_pieces()
    {
        var refusing = new Stopping(PrometheusHandler.Create(await OptionsAsync())) { MostSteps = 2000 };
        using var client = new PrometheusClient(await OptionsAsync(), TimeProvider.System, refusing);

        var slo = Assert.Single((await Collecting.CollectAsync(client, Ongoing(Ratio), First)).Evidence.Slos);

        Assert.Empty(slo.Problems);
        Assert.True(refusing.Refused > 0);
        Assert.Equal(SimulatedIncidents.Blips * SimulatedIncidents.BlipLength.TotalSeconds, slo.Before!.BadSeconds);
    }

    [Fact]
    public async Task A_limit_of_samples_leaves_the_rest_to_the_next_collection_and_names_the_ways_out()
    {
        using var client = new PrometheusClient(Small(await OptionsAsync(), o => o.Limits.SamplesPerCollection = 230_000), TimeProvider.System);
        var limited = await Collecting.CollectAsync(client, Ongoing(Ratio), First);

        var problem = Assert.Single(Assert.Single(limited.Evidence.Slos).Problems, p => p.Reason == Reasons.CollectionLimited);
        foreach (var way in new[] { "limits.samplesPerCollection", "rule", "shorten the window", "raise the limit" })
        {
            Assert.Contains(way, problem.Message, StringComparison.Ordinal);
        }

        var evidence = limited.Evidence;
        for (var i = 0; i < 5 && Assert.Single(evidence.Slos).Before?.BadSeconds is null; i++)
        {
            evidence = (await Collecting.CollectAsync(client, Ongoing(Ratio), First.AddSeconds(i + 1), evidence)).Evidence;
        }

        Assert.NotNull(Assert.Single(evidence.Slos).Before!.BadSeconds);
    }

    [Fact]
    public async Task A_method_that_is_not_chosen_is_left_out_where_it_costs_too_much()
    {
        using var client = new PrometheusClient(Small(await OptionsAsync(), o => o.Limits.SamplesPerCollection = 200_000), TimeProvider.System);

        var slo = Assert.Single((await Collecting.CollectAsync(client, Ongoing(Ratio with { BudgetingMethod = BudgetingMethod.Occurrences }), First)).Evidence.Slos);

        Assert.NotNull(slo.Before!.Counts);
        Assert.Null(slo.Before.BadSeconds);
        Assert.Empty(slo.Problems);
        Assert.Contains(slo.Notes, n => n.Contains("would read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objectives_that_ask_the_same_share_the_answers()
    {
        using var client = await ClientAsync();
        var one = await Collecting.CollectAsync(client, Ongoing(Ratio), First);
        var twenty = new PostMortem { Spec = Ongoing(Ratio).Spec with { Slos = [.. Enumerable.Range(0, 20).Select(i => Ratio with { Name = $"slo-{i}", Objective = 99 + (i / 25.0) })] } };

        var all = await Collecting.CollectAsync(client, twenty, First);

        // What slices hold is looked at where each objective needs it.
        Assert.InRange(all.Evidence.AllQueries().Count(), one.Evidence.AllQueries().Count(), one.Evidence.AllQueries().Count() + 3);
        Assert.All(all.Evidence.Slos, s => Assert.Equal(one.Evidence.Slos[0].Before!.Counts, s.Before!.Counts));
        Assert.All(all.Evidence.Slos, s => Assert.Equal(SimulatedIncidents.Blips * 180, s.Before!.BadSeconds));
    }

    private static SloSpec Slo(string kind)
    {
        var (errors, total) = ($"sum(rate({SimulatedIncidents.Errors("blips")}[{{{{.window}}}}]))", $"sum(rate({SimulatedIncidents.Total("blips")}[{{{{.window}}}}]))");
        return kind switch
        {
            "events" => Ratio with { Sli = new SliSpec { Events = new EventsSliSpec { ErrorQuery = errors, TotalQuery = total } } },
            "raw" => Ratio with { Sli = new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = $"{errors} / {total}" } } },
            _ => Ratio,
        };
    }

    private static PostMortem Ongoing(SloSpec slo, DateTimeOffset? start = null) =>
        new() { Spec = Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = start ?? SimulatedIncidents.Start, Ongoing = true }, Slos = [slo] } };

    private static PrometheusSourceOptions Small(PrometheusSourceOptions options, Action<PrometheusSourceOptions>? configure = null)
    {
        options.Limits.PointsPerRequest = 2000;
        configure?.Invoke(options);
        return options;
    }

    private static double Longest(EvidenceQuery query) => Ranges().Matches(query.Expression)
        .Select(m => double.Parse(m.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) / (m.Groups["unit"].Value is "ms" ? 1000 : 1))
        .DefaultIfEmpty()
        .Max();

    private async Task<PrometheusSourceOptions> OptionsAsync() => new() { Url = (await histories.UrlAsync()).ToString() };

    private async Task<PrometheusClient> ClientAsync() => new(await OptionsAsync(), TimeProvider.System);

    [GeneratedRegex("\\[(?<number>[0-9]+)(?<unit>m?s)[\\]:]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ranges();

    /// <summary>Refuses connections after some requests, or range queries of many steps.</summary>
    private sealed class Stopping(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _requests;

        public int After { get; set; } = int.MaxValue;

        public int MostSteps { get; set; } = int.MaxValue;

        public int Refused { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_requests++ >= After)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused));
            }

            var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            if (Steps(form) <= MostSteps)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            Refused++;
            return new HttpResponseMessage(HttpStatusCode.UnprocessableEntity)
            {
                Content = new StringContent("""{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory in query execution"}"""),
            };
        }

        private static double Steps(string form)
        {
            var fields = form.Split('&').Select(f => f.Split('=')).Where(f => f.Length == 2).ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal);
            return fields.ContainsKey("step") ? (Number("end") - Number("start")) / Number("step") : 0;

            double Number(string name) => double.Parse(fields[name], System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
