using Operator.Api;

namespace Operator.Tests.Evidence;

/// <summary>Objectives whose queries are written by people: rates of events, and ratios as they are recorded.</summary>
public sealed class SloQueryTests(IncidentHistories histories) : IncidentMeasuring(histories)
{
    [Theory]
    [InlineData("steady", 0.02)]
    [InlineData("halfminute", 0.06)]
    [InlineData("minutely", 0.08)]
    [InlineData("luck", 0.08)]
    public async Task Rate_queries_count_events_too(string job, double tolerance)
    {
        var (evidence, report) = await MeasureAsync(Events(job));

        Assert.Empty(evidence.Problems);
        Assert.Equal(Failures, evidence.Incident!.Value.Errors, Failures * tolerance);
        Assert.Equal(Requests, evidence.Incident.Value.Total, Requests * tolerance);
        var byTime = 100 * IncidentSeconds / (0.001 * WindowSeconds);
        Assert.Equal(byTime, Figure(report, BudgetingMethod.Timeslices).ConsumedPercent!.Value, byTime * 0.08);
        Assert.NotNull(Figure(report, BudgetingMethod.Occurrences).RemainingPercent);
        Assert.Equal(CompletenessState.Full, report.Completeness);
    }

    [Theory]
    [InlineData("events", 0)]
    [InlineData("raw", 0)]
    [InlineData("events", -300)]
    [InlineData("raw", -300)]
    public async Task A_slice_that_is_cut_short_is_not_thinned_out_by_what_lay_before(string kind, double start)
    {
        var slo = kind is "raw" ? Raw($"max({Ratio("steady")})") : Largest("steady");
        var spec = Spec(slo) with { Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start.AddSeconds(start), ResolvedAt = SimulatedIncidents.Start.AddSeconds(40) } };

        var evidence = await CollectAsync(spec);

        Assert.Equal(SimulatedIncidents.IncidentRatio, Assert.Single(evidence.Slos).Slices[^1].ErrorRatio!.Value, SimulatedIncidents.IncidentRatio * 0.08);
    }

    [Fact]
    public async Task A_service_without_traffic_before_the_incident_has_figures_all_the_same()
    {
        var (evidence, report) = await MeasureAsync(Raw("error_ratio{job=\"idlebefore\"}"));

        Assert.Empty(evidence.Problems);
        // The slice in which NaN ends is NaN.
        Assert.Equal(100 * (IncidentSeconds - 60) * 0.04 / (0.001 * WindowSeconds), report.Budget!.ConsumedPercent!.Value, 0.1);
    }

    [Fact]
    public async Task A_rate_with_a_range_of_its_own_counts_what_was_and_not_what_is_at_the_end()
    {
        var slo = Events("steady") with
        {
            Sli = new SliSpec
            {
                Events = new EventsSliSpec { ErrorQuery = $"sum(rate({SimulatedIncidents.Errors("steady")}[2m]))", TotalQuery = $"sum(rate({SimulatedIncidents.Total("steady")}[2m]))" },
            },
        };
        var end = SimulatedIncidents.End.AddMinutes(10);
        var spec = Spec(slo) with { Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = end } };

        var evidence = Assert.Single((await CollectAsync(spec)).Slos);

        Assert.Equal(Failures, evidence.Incident!.Value.Errors, Failures * 0.08);
        Assert.Equal((end - SimulatedIncidents.Start).TotalSeconds * SimulatedIncidents.PerSecond, evidence.Incident.Value.Total, Requests * 0.02);
        Assert.Contains(evidence.Notes, n => n.Contains("{{.window}}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rate_that_is_no_number_is_no_count()
    {
        var (evidence, report) = await MeasureAsync(Events("steady") with { Sli = new SliSpec { Events = new EventsSliSpec { ErrorQuery = "vector(0) / 0", TotalQuery = "vector(1)" } } });

        Assert.Contains("NaN", Assert.Single(evidence.Problems).Message, StringComparison.Ordinal);
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
    }

    [Fact]
    public async Task A_recorded_ratio_is_averaged_over_each_slice()
    {
        var (evidence, report) = await MeasureAsync(Raw("error_ratio{job=\"recorded\"}"));

        Assert.Empty(evidence.Problems);
        Assert.Null(evidence.Incident);
        var consumed = 100 * IncidentSeconds * 0.04 / (0.001 * WindowSeconds);
        Assert.Equal(consumed, report.Budget!.ConsumedPercent!.Value, consumed * 0.03);
        Assert.Equal(100 - consumed - 10, report.Budget.RemainingPercent!.Value, 0.3);
        Assert.Equal(CompletenessState.Full, report.Completeness);
        Assert.Null(Figure(report, BudgetingMethod.Occurrences).ConsumedPercent);
    }

    [Theory]
    [InlineData("percent", "percent")]
    [InlineData("availability", "1 - (…)")]
    [InlineData("infinite", "division by zero")]
    public async Task What_is_no_ratio_is_refused_with_a_hint(string job, string hint)
    {
        var (evidence, report) = await MeasureAsync(Raw($"error_ratio{{job=\"{job}\"}}"));

        Assert.Contains(evidence.Problems, p => p.Reason == Reasons.QueryResultInvalid && p.Message.Contains(hint, StringComparison.Ordinal));
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
    }

    [Fact]
    public async Task NaN_is_no_traffic()
    {
        var (evidence, report) = await MeasureAsync(Raw("error_ratio{job=\"nan\"}"));

        Assert.All(evidence.Slices, s => Assert.True(s.HasData && s.ErrorRatio is null));
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
    }

    [Fact]
    public async Task Several_series_are_not_one_ratio()
    {
        var (evidence, _) = await MeasureAsync(Raw("error_ratio"));

        Assert.Equal(Reasons.QueryResultInvalid, Assert.Single(evidence.Problems).Reason);
    }

    [Fact]
    public async Task A_raw_ratio_with_the_window_in_it_is_asked_for_each_slice()
    {
        var (evidence, report) = await MeasureAsync(Raw($"max({Ratio("minutely")})"));

        Assert.Contains(evidence.Notes, n => n.Contains("too few samples", StringComparison.Ordinal));
        var consumed = 100 * IncidentSeconds * SimulatedIncidents.IncidentRatio / (0.001 * WindowSeconds);
        Assert.Equal(consumed, report.Budget!.ConsumedPercent!.Value, consumed * 0.05);
    }

    [Theory]
    [InlineData("steady")]
    [InlineData("minutely")]
    [InlineData("slow")]
    [InlineData("luck")]
    public async Task A_raw_ratio_of_counters_is_read_from_their_samples(string job)
    {
        var (evidence, report) = await MeasureAsync(Raw(Ratio(job)));

        Assert.Empty(evidence.Problems);
        Assert.Null(evidence.Incident);
        Assert.All(evidence.Slices, s => Assert.Null(s.Counts));
        var consumed = 100 * IncidentSeconds * SimulatedIncidents.IncidentRatio / (0.001 * WindowSeconds);
        Assert.Equal(consumed, report.Budget!.ConsumedPercent!.Value, consumed * 0.02);
        Assert.Equal(FigureState.NotApplicable, Figure(report, BudgetingMethod.Occurrences).State);
    }

    [Theory]
    [InlineData("ratio", "1m")]
    [InlineData("ratio", "90s")]
    [InlineData("events", "1m")]
    [InlineData("largest", "1m")]
    [InlineData("raw", "1m")]
    [InlineData("largest raw", "1m")]
    public async Task Slices_before_the_incident_are_laid_back_from_its_start(string kind, string slice)
    {
        var slo = kind switch
        {
            "ratio" => Collecting.Ratio(SimulatedIncidents.Errors("blips"), SimulatedIncidents.Total("blips"), "7d"),
            "events" => Events("blips"),
            "largest" => Largest("betweenblips"),
            "raw" => Raw(Ratio("blips")),
            _ => Raw($"max({Ratio("betweenblips")})"),
        };
        slo = slo with { BudgetingMethod = BudgetingMethod.Timeslices, TimeSlice = new TimeSliceSpec { Window = slice } };

        var (evidence, _) = await MeasureAsync(slo);

        var seconds = SimulatedIncidents.Blips * SimulatedIncidents.BlipLength.TotalSeconds;
        Assert.Equal(seconds, evidence.Before!.BadSeconds);
        Assert.Equal(seconds * SimulatedIncidents.OutageRatio, evidence.Before.ErrorRatioSeconds!.Value, seconds * 0.01);
        Assert.Equal(WindowSeconds - IncidentSeconds, evidence.Before.CoveredSeconds!.Value, 1d);
    }

    private static string Ratio(string job) => $"sum(rate({SimulatedIncidents.Errors(job)}[{{{{.window}}}}])) / sum(rate({SimulatedIncidents.Total(job)}[{{{{.window}}}}]))";

    private static SloSpec Events(string job) => new()
    {
        Name = "availability",
        Objective = 99.9,
        Window = "7d",
        Sli = new SliSpec
        {
            Events = new EventsSliSpec
            {
                ErrorQuery = $"sum(rate({SimulatedIncidents.Errors(job)}[{{{{.window}}}}])) # failures",
                TotalQuery = $"sum(rate({SimulatedIncidents.Total(job)}[{{{{ .window }}}}]))",
            },
        },
    };

    // Of the largest of one value nobody can tell what it is made of: the server is asked.
    private static SloSpec Largest(string job) => Events(job) is var slo && slo.Sli.Events is { } events
        ? slo with { Sli = new SliSpec { Events = new EventsSliSpec { ErrorQuery = $"max({events.ErrorQuery}\n)", TotalQuery = $"max({events.TotalQuery})" } } }
        : throw new InvalidOperationException();

    private static SloSpec Raw(string query) => new()
    {
        Name = "availability",
        Objective = 99.9,
        Window = "7d",
        Sli = new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = query } },
    };
}
