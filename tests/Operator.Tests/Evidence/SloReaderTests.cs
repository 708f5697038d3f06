using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Tests.Evidence;

/// <summary>Objectives on a real Prometheus, against the truth of the simulation.</summary>
public sealed class SloReaderTests(IncidentHistories histories)
{
    private const double WindowSeconds = 7 * 86400;
    private const double IncidentSeconds = 570;
    private const double Requests = SimulatedIncidents.PerSecond * IncidentSeconds;
    private const double Failures = Requests * SimulatedIncidents.IncidentRatio;

    [Theory]
    [InlineData("steady", SimulatedIncidents.BaselineRatio)]
    [InlineData("halfminute", SimulatedIncidents.BaselineRatio)]
    [InlineData("minutely", SimulatedIncidents.BaselineRatio)]
    [InlineData("slow", SimulatedIncidents.BaselineRatio)]
    [InlineData("born", 0)]
    public async Task Counts_and_budget_are_within_a_percent(string job, double baseline)
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors(job), SimulatedIncidents.Total(job));

        Assert.Equal(CountSource.RawSamples, slo.CountSource);
        Assert.Equal(Failures, slo.Incident!.Value.Errors, Failures * 0.01);
        Assert.Equal(Requests, slo.Incident.Value.Total, Requests * 0.01);
        var all = SimulatedIncidents.PerSecond * WindowSeconds;
        var consumed = 100 * Failures / (0.001 * all);
        var before = 100 * baseline * SimulatedIncidents.PerSecond * (WindowSeconds - IncidentSeconds) / (0.001 * all);
        Assert.Equal(consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, consumed * 0.01);
        Assert.Equal(100 - consumed - before, Figure(report, BudgetingMethod.Occurrences).RemainingPercent!.Value, 1);
        Assert.Equal(CompletenessState.Full, report.Completeness);
    }

    [Theory]
    [InlineData("steady")]
    [InlineData("halfminute")]
    [InlineData("minutely")]
    public async Task The_methods_by_slices_agree_with_the_truth(string job)
    {
        var (_, report) = await MeasureAsync(SimulatedIncidents.Errors(job), SimulatedIncidents.Total(job));

        var byTime = 100 * IncidentSeconds / (0.001 * WindowSeconds);
        var byRatio = 100 * IncidentSeconds * SimulatedIncidents.IncidentRatio / (0.001 * WindowSeconds);
        Assert.Equal(byTime, Figure(report, BudgetingMethod.Timeslices).ConsumedPercent!.Value, byTime * 0.01);
        Assert.Equal(byRatio, Figure(report, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, byRatio * 0.02);
    }

    [Fact]
    public async Task Scrapes_further_apart_than_slices_leave_only_the_method_by_events()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("slow"), SimulatedIncidents.Total("slow"));

        Assert.Equal(120, slo.ScrapeIntervalSeconds);
        Assert.Null(Figure(report, BudgetingMethod.Timeslices).ConsumedPercent);
        Assert.Null(Figure(report, BudgetingMethod.RatioTimeslices).ConsumedPercent);
        Assert.Contains(slo.Problems, p => p.Message.Contains("120 s apart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restarts_and_new_instances_lose_no_events()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("fleet"), SimulatedIncidents.Total("fleet"));

        // Three instances all the time, a fourth for the last 330 of 570 seconds. What the second counted in the 22 s between its last
        // scrape and its restart, nobody knows.
        var requests = SimulatedIncidents.PerSecond * ((3 * IncidentSeconds) + 330);
        Assert.Equal(requests, slo.Incident!.Value.Total, requests * 0.015);
        Assert.Equal(requests * SimulatedIncidents.IncidentRatio, slo.Incident.Value.Errors, requests * SimulatedIncidents.IncidentRatio * 0.02);
    }

    [Fact]
    public async Task Counter_resets_are_not_lost_events()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("restarted"), SimulatedIncidents.Total("restarted"));

        // What was counted between the last scrape and a restart is lost to everyone: at most two intervals of 570 s.
        Assert.InRange(slo.Incident!.Value.Total, Requests * 0.94, Requests * 1.001);
    }

    [Fact]
    public async Task What_nobody_can_have_counted_is_said()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("restarted"), SimulatedIncidents.Total("restarted"));

        Assert.Contains("2 counters were reset or ended in the incident; what was counted after the last scrape before, usually for at most 15 s each, is in no sample and not in the figures.", slo.Notes);
    }

    [Fact]
    public async Task Errors_before_the_incident_count_from_the_first_one()
    {
        var (_, report) = await MeasureAsync(SimulatedIncidents.Errors("outage"), SimulatedIncidents.Total("outage"));

        var all = SimulatedIncidents.PerSecond * WindowSeconds;
        var failures = Failures + (SimulatedIncidents.PerSecond * SimulatedIncidents.OutageLength.TotalSeconds * SimulatedIncidents.OutageRatio);
        var left = 100 - (100 * failures / (0.001 * all));
        Assert.Equal(left, Figure(report, BudgetingMethod.Occurrences).RemainingPercent!.Value, 0.5);
    }

    [Theory]
    [InlineData("ratio", "1m")]
    [InlineData("ratio", "90s")]
    [InlineData("events", "1m")]
    [InlineData("raw", "1m")]
    public async Task Slices_before_the_incident_are_laid_back_from_its_start(string kind, string slice)
    {
        var slo = kind switch
        {
            "ratio" => Collecting.Ratio(SimulatedIncidents.Errors("blips"), SimulatedIncidents.Total("blips"), "7d"),
            "events" => Events("betweenblips"),
            _ => Raw(Ratio("betweenblips")),
        };
        slo = slo with { BudgetingMethod = BudgetingMethod.Timeslices, TimeSlice = new TimeSliceSpec { Window = slice } };

        var (evidence, _) = await MeasureAsync(slo);

        var seconds = SimulatedIncidents.Blips * SimulatedIncidents.BlipLength.TotalSeconds;
        Assert.Equal(seconds, evidence.Before!.BadSeconds);
        Assert.Equal(seconds * SimulatedIncidents.OutageRatio, evidence.Before.ErrorRatioSeconds!.Value, seconds * 0.01);
        Assert.Equal(WindowSeconds - IncidentSeconds, evidence.Before.CoveredSeconds!.Value, 1d);
    }

    [Fact]
    public async Task Counters_that_come_back_into_sight_have_not_counted_all_in_one_slice()
    {
        // They failed for ten minutes before the window began, so that their values hold too many errors ever after.
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("outofsight"), SimulatedIncidents.Total("outofsight"));

        Assert.Equal(0, slo.Before!.BadSeconds);
        Assert.Equal(0, slo.Before.ErrorRatioSeconds);
        Assert.Equal(0, slo.Before.Counts!.Value.Errors, 1d);
        Assert.Equal(100, Figure(report, BudgetingMethod.Timeslices) is { } b ? b.ConsumedPercent!.Value + b.RemainingPercent!.Value : 0, 0.01);
    }

    [Fact]
    public async Task A_sum_that_one_NaN_spoils_is_not_zero()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("spoiled"), SimulatedIncidents.Total("spoiled"));

        Assert.Contains(slo.Problems, p => p.Message.Contains("NaN", StringComparison.Ordinal));
        Assert.Null(Figure(report, BudgetingMethod.Occurrences).ConsumedPercent);
        Assert.NotNull(slo.Incident);
        Assert.NotEqual(0, slo.Before!.ErrorRatioSeconds);
    }

    [Fact]
    public async Task A_gap_is_no_data_and_never_no_traffic()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("gappy"), SimulatedIncidents.Total("gappy"));

        Assert.Contains(slo.Slices, s => !s.HasData);
        Assert.All(slo.Slices.Where(s => !s.HasData), s => Assert.Null(s.ErrorRatio));
        Assert.Null(Figure(report, BudgetingMethod.Timeslices).ConsumedPercent);

        // The counters themselves bridge it.
        Assert.Equal(Failures, slo.Incident!.Value.Errors, Failures * 0.01);
    }

    [Fact]
    public async Task A_young_series_makes_the_window_partial()
    {
        var (_, report) = await MeasureAsync(SimulatedIncidents.Errors("young"), SimulatedIncidents.Total("young"));

        Assert.Equal(CompletenessState.Partial, report.Completeness);
        Assert.Equal(3.5 * 86400, report.CoveredSeconds!.Value - IncidentSeconds, 300d);
        var consumed = 100 * Failures / (0.001 * SimulatedIncidents.PerSecond * ((3.5 * 86400) + IncidentSeconds));
        Assert.Equal(consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, consumed * 0.01);
    }

    [Fact]
    public async Task No_traffic_is_not_a_number()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("quiet"), SimulatedIncidents.Total("quiet"));

        Assert.All(slo.Slices, s => Assert.True(s.HasData && s.ErrorRatio is null));
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
        Assert.Null(report.SliAveragePercent);
    }

    [Fact]
    public async Task No_error_series_with_traffic_means_no_errors()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("errorless"), SimulatedIncidents.Total("errorless"));

        Assert.Equal(0, slo.Incident!.Value.Errors);
        Assert.All(report.Budgets, b => Assert.Equal(0, b.ConsumedPercent));
        Assert.All(report.Budgets, b => Assert.Equal(100, b.RemainingPercent!.Value, 0.001));
    }

    [Fact]
    public async Task A_selector_that_matches_nothing_is_not_an_objective_that_was_met()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("nowhere"), SimulatedIncidents.Total("nowhere"));

        Assert.Equal(Reasons.NoData, Assert.Single(slo.Problems).Reason);
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
    }

    [Fact]
    public async Task A_total_outage_counts_every_request()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("down"), SimulatedIncidents.Total("down"));

        Assert.Equal(Requests, slo.Incident!.Value.Errors, Requests * 0.01);
        Assert.Equal(0, report.SliAveragePercent!.Value, 0.5);
    }

    [Fact]
    public async Task Copies_of_replicas_are_noted()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("replicated"), SimulatedIncidents.Total("replicated"));

        Assert.Contains(slo.Notes, n => n.Contains("prometheus_replica", StringComparison.Ordinal));
        Assert.Equal(SimulatedIncidents.IncidentRatio, slo.Incident!.Value.Errors / slo.Incident.Value.Total, 0.001);
    }

    [Fact]
    public async Task A_selector_that_is_no_selector_is_refused_in_Prometheus_own_words()
    {
        var (slo, _) = await MeasureAsync("sum(rate(requests_total[5m]))", SimulatedIncidents.Total("steady"));

        var problem = Assert.Single(slo.Problems);
        Assert.Equal(Reasons.QueryInvalid, problem.Reason);
        Assert.Contains("parse error", problem.Message, StringComparison.Ordinal);
        Assert.Contains("slos[0] (availability).sli.ratio.errors", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_query_does_not_spoil_the_other_objective()
    {
        var spec = Spec(Collecting.Ratio("((", "))", "7d"), Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d") with { Name = "other" });

        var evidence = await Collecting.CollectAsync(histories, spec, SimulatedIncidents.Now);

        Assert.Single(evidence.Slos[0].Problems);
        Assert.Empty(evidence.Slos[1].Problems);
    }

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
        var slo = kind is "raw" ? Raw(Ratio("steady")) : Events("steady");
        var spec = Spec(slo) with { Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start.AddSeconds(start), ResolvedAt = SimulatedIncidents.Start.AddSeconds(40) } };

        var evidence = await Collecting.CollectAsync(histories, spec, SimulatedIncidents.Now);

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

        var evidence = Assert.Single((await Collecting.CollectAsync(histories, spec, SimulatedIncidents.Now)).Slos);

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
        var (evidence, report) = await MeasureAsync(Raw(Ratio("minutely")));

        Assert.Contains(evidence.Notes, n => n.Contains("too few samples", StringComparison.Ordinal));
        Assert.NotNull(report.Budget!.ConsumedPercent);
    }

    [Fact]
    public async Task A_calendar_month_has_its_whole_length_and_only_its_own_past()
    {
        var slo = Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "calendarMonth") with { BudgetingMethod = BudgetingMethod.Timeslices };

        var (evidence, report) = await MeasureAsync(slo);

        Assert.Equal(31 * 86400, evidence.WindowSeconds);
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), evidence.Window.Start);
        var consumed = 100 * IncidentSeconds / (0.001 * 31 * 86400);
        Assert.Equal(consumed, report.Budget!.ConsumedPercent!.Value, consumed * 0.01);
        Assert.Equal(CompletenessState.Partial, report.Completeness);
    }

    [Theory]
    [InlineData("10s", 57)]
    [InlineData("5m", 2)]
    public async Task Slices_have_the_length_that_the_spec_asks_for(string window, int count)
    {
        var slo = Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d") with
        {
            BudgetingMethod = BudgetingMethod.Timeslices,
            TimeSlice = new TimeSliceSpec { Window = window, Target = 99 },
        };

        var (evidence, report) = await MeasureAsync(slo);

        if (window is "10s")
        {
            Assert.Null(report.Budget!.ConsumedPercent);
            return;
        }

        Assert.Equal(count, evidence.Slices.Count);
        Assert.Equal(10, evidence.MinuteSlices.Count);
        Assert.Equal(0, evidence.Before!.BadSeconds);
        Assert.Equal(100 * IncidentSeconds / (0.001 * WindowSeconds), report.Budget!.ConsumedPercent!.Value, 0.5);
    }

    [Fact]
    public async Task Too_many_samples_are_counted_by_increase_and_said_so()
    {
        var spec = Spec(Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d"));

        var evidence = await Collecting.CollectAsync(histories, spec, SimulatedIncidents.Now, o => o.MaxSamples = 100);

        var slo = Assert.Single(evidence.Slos);
        Assert.Equal(CountSource.Increase, slo.CountSource);
        Assert.Equal(Failures, slo.Incident!.Value.Errors, Failures * 0.08);
        Assert.Equal(Requests, slo.Incident.Value.Total, Requests * 0.02);
        Assert.Contains(slo.Notes, n => n.Contains("increase()", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Queries_of_the_impact_are_asked_at_the_incidents_end()
    {
        var spec = Spec() with
        {
            Impact = new ImpactSpec
            {
                AffectedUsers = new AffectedUsersSpec { Query = "max(active_users) / 4", TotalQuery = "max(active_users)" },
                FailedRequests = new FailedRequestsSpec { Query = $"sum(increase({SimulatedIncidents.Errors("steady")}[{{{{.window}}}}]))" },
            },
        };

        var evidence = await Collecting.CollectAsync(histories, spec, SimulatedIncidents.Now);

        Assert.Empty(evidence.Impact!.Problems);
        Assert.Equal(500, evidence.Impact.AffectedUsers);
        Assert.Equal(2000, evidence.Impact.TotalUsers);
        Assert.Equal(Failures, evidence.Impact.FailedRequests!.Value, Failures * 0.03);
    }

    [Theory]
    [InlineData("requests_total", Reasons.QueryResultInvalid)]
    [InlineData("nothing_here", Reasons.NoData)]
    [InlineData("vector(0)/0", Reasons.QueryResultInvalid)]
    [InlineData("requests_total[5m]", Reasons.QueryResultInvalid)]
    [InlineData("sum(", Reasons.QueryInvalid)]
    [InlineData("vector(-1)", Reasons.QueryResultInvalid)]
    public async Task An_answer_that_is_no_single_number_is_no_number(string query, string reason)
    {
        var spec = Spec() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } };

        var evidence = await Collecting.CollectAsync(histories, spec, SimulatedIncidents.Now);

        Assert.Null(evidence.Impact!.FailedRequests);
        Assert.Equal(reason, Assert.Single(evidence.Impact.Problems).Reason);
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

    private static SloSpec Raw(string query) => new()
    {
        Name = "availability",
        Objective = 99.9,
        Window = "7d",
        Sli = new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = query } },
    };

    private static PostMortemSpec Spec(params SloSpec[] slos) => Collecting.Spec() with
    {
        Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End },
        Slos = slos,
    };

    private static BudgetFigure Figure(SloReport report, BudgetingMethod method) => report.Budgets.Single(b => b.Method == method);

    private Task<(SloEvidence Evidence, SloReport Report)> MeasureAsync(string errors, string total) => MeasureAsync(Collecting.Ratio(errors, total, "7d"));

    private async Task<(SloEvidence Evidence, SloReport Report)> MeasureAsync(SloSpec slo)
    {
        var evidence = await Collecting.CollectAsync(histories, Spec(slo), SimulatedIncidents.Now);
        var report = IncidentReportBuilder.Build(new PostMortem { Spec = Spec(slo) }, evidence, SimulatedIncidents.Now);
        return (Assert.Single(evidence.Slos), Assert.Single(report.Slos));
    }
}
