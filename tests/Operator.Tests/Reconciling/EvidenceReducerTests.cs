using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Evidence;
using Operator.Reconciling;

namespace Operator.Tests.Reconciling;

public sealed class EvidenceReducerTests
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Evidence_that_fits_stays_the_same_object()
    {
        var evidence = Evidence(12);

        Assert.Same(evidence, EvidenceReducer.Reduce(Resource(12).Spec, evidence));
    }

    [Fact]
    public void Joining_slices_of_the_same_verdict_changes_no_figure()
    {
        const int minutes = 2000;
        var resource = Resource(minutes);
        var evidence = Evidence(minutes);
        var size = EvidenceFile.Save(evidence).File.Length;

        var reduced = EvidenceReducer.Reduce(resource.Spec, evidence, size / 3);

        Assert.InRange(EvidenceFile.Save(reduced).File.Length, 1, size / 3);
        Assert.NotEmpty(reduced.Slos[0].Notes);
        Assert.Equal(Figures(resource, evidence), Figures(resource, reduced));
    }

    [Fact]
    public void Coarser_slices_are_the_last_resort_and_are_said()
    {
        var reduced = EvidenceReducer.Reduce(Resource(5000).Spec, Evidence(5000), 2000);

        Assert.InRange(EvidenceFile.Save(reduced).File.Length, 1, 2000);
        Assert.Contains(reduced.Slos[0].Notes, n => n.Contains("approximate", StringComparison.Ordinal));
    }

    [Fact]
    public void A_thinned_chart_keeps_its_worst_point()
    {
        var evidence = Evidence(1);
        var series = Enumerable.Range(0, 4000).Select(i => new SliPoint(Start.AddSeconds(i), i == 1235 ? 0.2 : 0.99 + (i * 7919 % 97 / 10_000.0))).ToList();
        evidence = evidence with { Slos = [evidence.Slos[0] with { Series = series }] };

        var reduced = EvidenceReducer.Reduce(Resource(1).Spec, evidence, 4000);

        Assert.InRange(reduced.Slos[0].Series.Count, 2, 2000);
        Assert.Contains(series[1235], reduced.Slos[0].Series);
        Assert.Contains(reduced.Slos[0].Notes, n => n.Contains("fewer points", StringComparison.Ordinal));
    }

    [Fact]
    public void Answers_that_nobody_asks_for_are_given_up_first_and_the_oldest_before_the_others()
    {
        var evidence = Evidence(12);
        FormerAnswer Former(string inputs) => new() { Part = new EvidencePart { Name = "slos/availability", Inputs = inputs, CollectedAt = Start, Frozen = true }, Slo = Evidence(2000).Slos[0] };
        var whole = evidence with { Former = [Former("new"), Former("old")] };
        var size = EvidenceFile.Save(whole with { Former = [Former("new")] }).File.Length;

        var reduced = EvidenceReducer.Reduce(Resource(12).Spec, whole, size + 10);

        Assert.Equal("new", Assert.Single(reduced.Former!).Part.Inputs);
        Assert.Equal(evidence.Slos, reduced.Slos);
        Assert.Equal(evidence.Slos, EvidenceReducer.Reduce(Resource(12).Spec, whole, size / 2).Slos);
    }

    [Fact]
    public void Alerts_that_do_not_fit_are_left_out_but_for_those_that_tell_when_the_incident_was()
    {
        var random = new Random(1);
        string Text() => Convert.ToBase64String(Enumerable.Range(0, 750).Select(_ => (byte)random.Next(256)).ToArray());
        List<AlertSeries> alerts = [.. Enumerable.Range(0, 100).Select(i => new AlertSeries
        {
            Name = "Down",
            Labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["pod"] = $"{i}", ["text"] = Text() },
            Firing = [new SampleRun(Start.AddMinutes(i == 70 ? -5 : 0), Start.AddMinutes(i == 30 ? 20 : 10), 10)],
        })];
        var evidence = Evidence(12) with { Alerts = alerts, Parts = [new EvidencePart { Name = EvidencePartNames.Alerts, Inputs = "", CollectedAt = Start }] };

        var reduced = EvidenceReducer.Reduce(Resource(12).Spec, evidence, 30_000);

        Assert.InRange(EvidenceFile.Save(reduced).File.Length, 10_000, 30_000);
        Assert.Contains(alerts[70], reduced.Alerts);
        Assert.Contains(alerts[30], reduced.Alerts);
        Assert.StartsWith("75 of 100 alert series were left out", Assert.Single(reduced.Parts[0].Warnings));
        Assert.Equal(Figures(Resource(12), evidence), Figures(Resource(12), reduced));
    }

    private static object Figures(PostMortem resource, IncidentEvidence evidence)
    {
        var report = IncidentReportBuilder.Build(resource, evidence, Start.AddDays(30));
        var slo = StatusProjection.Project(report).Slos!.Single();
        return (slo.BudgetConsumedPercent, slo.SliMinimum, slo.SecondsBelowObjective, string.Join(' ', slo.OtherMethods!.Select(m => $"{m.Key}={m.Value}")));
    }

    private static PostMortem Resource(int minutes) => new()
    {
        Metadata = new k8s.Models.V1ObjectMeta { Name = "p0-042", NamespaceProperty = "default" },
        Spec = new PostMortemSpec
        {
            Title = "Long",
            Severity = Severity.P1,
            Services = ["a"],
            Incident = new IncidentSpec { StartedAt = Start, ResolvedAt = Start.AddMinutes(minutes) },
            Slos = [new SloSpec { Name = "availability", Objective = 99.9, Window = "30d", BudgetingMethod = BudgetingMethod.Timeslices, Sli = new SliSpec { Ratio = new RatioSliSpec { Errors = "e", Total = "t" } } }],
        },
    };

    /// <summary>An hour good, an hour bad, with noise that no compression joins.</summary>
    private static IncidentEvidence Evidence(int minutes) => new()
    {
        CollectedAt = Start.AddDays(20),
        Source = new EvidenceSource("default"),
        Incident = new TimeRange(Start, Start.AddMinutes(minutes)),
        Slos =
        [
            new SloEvidence
            {
                Name = "availability",
                Kind = SliKind.Ratio,
                CountSource = CountSource.RawSamples,
                Window = new TimeRange(Start.AddMinutes(minutes).AddDays(-30), Start.AddMinutes(minutes)),
                WindowSeconds = TimeSpan.FromDays(30).TotalSeconds,
                Slices = [.. Enumerable.Range(0, minutes).Select(i => Slice(i))],
                Before = new BeforeIncident { Counts = new EventCounts(0, 1e6), BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = 1e6 },
            },
        ],
    };

    private static SliSlice Slice(int minute)
    {
        var errors = (minute / 60 % 2 == 0 ? 0 : 500) + (minute * 7919 % 97 / 100.0);
        return new SliSlice { Start = Start.AddMinutes(minute), Seconds = 60, ErrorRatio = errors / 6000, Counts = new EventCounts(errors, 6000) };
    }
}
