using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Counters that fall by a hair where samples of replicas are mixed, and copies of replicas that are not.</summary>
public sealed class SlightFallTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_by_a_hair_in_the_incident_is_no_restart(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_hair_total", variant));

        AssertTruth(variant, report, 0.01);
        Assert.True(report.BreachedDuringIncident == variant.Ratio > 0.01);
        Assert.Contains(report.Messages, m => m.Contains("by at most 1 %", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_by_a_hair_before_the_incident_is_no_restart_either(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (evidence, report) = await MeasureAsync(server, variant, Counters("field_hair_before_total", variant));

        AssertTruth(variant, report, 0.03);
        Assert.Equal(0, evidence.Before!.BadSeconds);
        Assert.Equal(100 - (variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds) * 100), Figure(report, BudgetingMethod.RatioTimeslices).RemainingPercent!.Value, 0.5);
        if (server != MetricServer.VictoriaMetrics)
        {
            Assert.Contains(report.Messages, m => m.Contains("counters fell by a hair", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Queries_of_events_are_not_spoiled_by_falls_before_the_incident(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var window = "[{{.window}}]";
        foreach (var metric in new[] { "field_hair_before_total", "field_falls_total", "field_failing_total" })
        {
            var (errors, total) = ($"{metric}{{variant=\"{index}\",code=\"500\"}}", $"{metric}{{variant=\"{index}\"}}");
            SliSpec[] queries =
            [
                Events($"sum(rate({errors}{window}))", $"sum(rate({total}{window}))"),
                Events($"sum by (code) (increase({errors}{window})) # failures", $"sum(increase({total}{window}))"),
                Events($"sum(rate({errors}{window})) or vector(0)", $"sum(rate({total}{window}))"),
                Ratio(errors, total),
            ];
            foreach (var sli in queries)
            {
                var (evidence, report) = await MeasureAsync(server, variant, sli);

                Assert.Empty(evidence.Problems);
                AssertTruth(variant, report, 0.05);
                if (server != MetricServer.VictoriaMetrics)
                {
                    Assert.Contains(report.Messages, m => m.Contains("counters fell by a hair", StringComparison.Ordinal));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_subtracted_may_fall_too(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (count, bucket) = ($"sum(rate(field_falling_count{{variant=\"{index}\"}}[{{{{.window}}}}]))", $"sum(rate(field_falling_bucket{{variant=\"{index}\",le=\"1.0\"}}[{{{{.window}}}}]))");

        var (evidence, report) = await MeasureAsync(server, variant, Events($"{count} - {bucket}", count));

        Assert.Empty(evidence.Problems);
        AssertTruth(variant, report, 0.05);
        Assert.Equal(100 - (100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds)), Figure(report, BudgetingMethod.RatioTimeslices).RemainingPercent!.Value, 0.5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_in_the_incident_spoils_no_query_of_counters(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = ($"sum(rate(field_hair_total{{variant=\"{index}\",code=\"500\"}}[{{{{.window}}}}]))", $"sum(rate(field_hair_total{{variant=\"{index}\"}}[{{{{.window}}}}]))");

        var (_, events) = await MeasureAsync(server, variant, Events(errors, total));
        var (_, raw) = await MeasureAsync(server, variant, Raw($"{errors} / {total}"));

        AssertTruth(variant, events, 0.01);
        Assert.Contains(events.Messages, m => m.Contains("by at most 1 %", StringComparison.Ordinal));
        var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
        Assert.Equal(truth, Figure(raw, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, truth * 0.02);
        Assert.Equal(100 - truth, Figure(raw, BudgetingMethod.RatioTimeslices).RemainingPercent!.Value, 0.5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Copies_of_replicas_count_once(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_replicated_total", variant));

        AssertTruth(variant, report, 0.01);
        Assert.Contains(report.Messages, m => m.Contains("prometheus_replica", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Counters_that_a_label_named_replica_tells_apart_all_count(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_database_total", variant));

        Assert.Equal(1.25 * variant.Events, report.Incident!.Value.Total, variant.Events * 0.02);
        Assert.Equal(variant.Consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, variant.Consumed * 0.02);
    }

    // Of the largest of one, nobody can tell what it is made of.
    private static string Largest(string selector) => $"max(sum(rate({selector}[{{{{.window}}}}])))";

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_in_the_incident_does_not_spoil_what_only_the_server_can_evaluate(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        foreach (var metric in new[] { "field_hair_total", "field_failing_hair_total" })
        {
            var (errors, total) = (Largest($"{metric}{{variant=\"{index}\",code=\"500\"}}"), Largest($"{metric}{{variant=\"{index}\"}}"));

            var (_, events) = await MeasureAsync(server, variant, Events(errors, total));
            var (_, raw) = await MeasureAsync(server, variant, Raw($"{errors} / {total}"));

            AssertTruth(variant, events, 0.06);
            var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
            Assert.Equal(truth, Figure(raw, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, truth * 0.06);

            // VictoriaMetrics takes such a fall for none, and counts the way back up, which is little here.
            if (server != MetricServer.VictoriaMetrics)
            {
                Assert.All([events, raw], r => Assert.Contains(r.Messages, m => m.Contains("counters fell by a hair", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>Whatever a fall makes of the hours in which rates and counts are told apart.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_does_not_make_counts_of_rates(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        string Joined(string selector) => $"sum(sum by (variant) (rate({selector}[{{{{.window}}}}])) * on (variant) group_left (team) field_info)";
        foreach (var metric in new[] { "field_hair_total", "field_onset_total", "field_failing_hair_total" })
        {
            var (_, report) = await MeasureAsync(server, variant, Events(Joined($"{metric}{{variant=\"{index}\",code=\"500\"}}"), Joined($"{metric}{{variant=\"{index}\"}}")));

            AssertTruth(variant, report, 0.08);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_that_lasts_is_left_out_until_the_counter_is_back(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var selector = $"field_dip_total{{variant=\"{index}\"";

        var (_, report) = await MeasureAsync(server, variant, Events(Largest($"{selector},code=\"500\"}}"), Largest(selector + "}")));

        // In a short incident too much of it would be guessed.
        Assert.Contains(report.Messages, m => m.Contains("counters fell by a hair", StringComparison.Ordinal));
        if (report.Incident is not null || variant.Length > 1200)
        {
            AssertTruth(variant, report, 0.08);
        }
    }

    /// <summary>Falls before the incident are looked at first, and there are more of them than are looked at.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_that_lasts_is_left_out_after_many_others_too(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var selector = $"field_restless_total{{variant=\"{index}\"";
        var (errors, total) = (Largest($"{selector},code=\"500\"}}"), Largest(selector + "}"));

        var (_, events) = await MeasureAsync(server, variant, Events(errors, total));
        var (_, raw) = await MeasureAsync(server, variant, Raw($"{errors} / {total}"));

        Assert.Contains(events.Messages, m => m.Contains("counters fell by a hair", StringComparison.Ordinal));
        Assert.Equal(variant.Events, events.Incident?.Total ?? variant.Events, variant.Events * 0.08);
        var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
        Assert.Equal(truth, Figure(raw, BudgetingMethod.RatioTimeslices).ConsumedPercent ?? truth, truth * 0.08);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_of_a_pod_that_is_scraped_less_often_is_left_out_as_well(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var selector = $"field_sparse_total{{variant=\"{index}\"";

        var (_, report) = await MeasureAsync(server, variant, Events(Largest($"{selector},code=\"500\"}}"), Largest(selector + "}")));

        Assert.Equal(variant.Events, report.Incident?.Total ?? variant.Events, variant.Events * 0.08);
        Assert.Equal(variant.Failures, report.Incident?.Errors ?? variant.Failures, variant.Failures * 0.1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_before_the_incident_does_not_spoil_what_only_the_server_can_evaluate(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        foreach (var metric in new[] { "field_hair_before_total", "field_falls_total", "field_failing_total", "field_flap_total" })
        {
            var (errors, total) = (Largest($"{metric}{{variant=\"{index}\",code=\"500\"}}"), Largest($"{metric}{{variant=\"{index}\"}}"));

            var (_, events) = await MeasureAsync(server, variant, Events(errors, total));
            var (_, raw) = await MeasureAsync(server, variant, Raw($"{errors} / {total}"));

            var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
            foreach (var left in new[] { Figure(events, BudgetingMethod.Occurrences).RemainingPercent, Figure(raw, BudgetingMethod.RatioTimeslices).RemainingPercent })
            {
                // Of falls for an hour, no figure is right, too.
                Assert.True(left is not null || metric is "field_flap_total");
                Assert.Equal(100 - truth, left ?? (100 - truth), 0.5 + (0.06 * truth));
            }
        }
    }

    public static TheoryData<MetricServer, int, string> Halves => [.. Enum.GetValues<MetricServer>().SelectMany(s => FieldVariant.All.SelectMany(v => new[] { "field_returning_total", "field_lowered_total" }.Select(m => (s, v.Index, m))))];

    /// <summary>One fell before the incident and comes back in it; the other falls in it and stays there.</summary>
    [Theory]
    [MemberData(nameof(Halves))]
    public async Task Of_a_fall_and_the_way_back_the_incident_may_hold_only_one(MetricServer server, int index, string metric)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = ($"{metric}{{variant=\"{index}\",code=\"500\"}}", $"{metric}{{variant=\"{index}\"}}");

        foreach (var sli in new[] { Ratio(errors, total), Events($"sum(rate({errors}[{{{{.window}}}}]))", $"sum(rate({total}[{{{{.window}}}}]))") })
        {
            var (_, report) = await MeasureAsync(server, variant, sli);

            // What came with the sample that is lower is in no sample.
            Assert.Equal(variant.Events, report.Incident!.Value.Total, variant.PerSecond * 2 * variant.Interval);
            Assert.Equal(variant.Failures, report.Incident!.Value.Errors, variant.Failures * 0.02);
        }

        var (_, largest) = await MeasureAsync(server, variant, Events(Largest(errors), Largest(total)));
        Assert.Equal(variant.Events, largest.Incident?.Total ?? variant.Events, variant.Events * 0.08);
    }

    /// <summary>What a fall adds is extrapolated a little differently in a step and in the whole window; of a large counter, twenty times that little is much.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Falls_of_a_counter_of_errors_for_a_day_do_not_add_up(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = ($"field_failing_often_total{{variant=\"{index}\",code=\"500\"}}", $"field_failing_often_total{{variant=\"{index}\"}}");
        var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
        foreach (var sli in new[] { Ratio(errors, total), Events(Largest(errors), Largest(total)) })
        {
            var (_, report) = await MeasureAsync(server, variant, sli);

            Assert.Equal(truth, Figure(report, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, 0.06 * truth);
            Assert.Equal(100 - truth, Figure(report, BudgetingMethod.Occurrences).RemainingPercent ?? (100 - truth), 0.3 + (0.06 * truth));
            Assert.True(sli.Ratio is null || Figure(report, BudgetingMethod.Occurrences).RemainingPercent is not null);
        }
    }

    /// <summary>The way back up lies long after the fall.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_before_the_incident_that_lasts_is_no_restart_either(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        foreach (var metric in new[] { "field_low_total", "field_failing_low_total" })
        {
            var (errors, total) = ($"{metric}{{variant=\"{index}\",code=\"500\"}}", $"{metric}{{variant=\"{index}\"}}");
            foreach (var sli in new[] { Ratio(errors, total), Events(Largest(errors), Largest(total)), Raw($"{Largest(errors)} / {Largest(total)}") })
            {
                var (_, report) = await MeasureAsync(server, variant, sli);

                var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
                foreach (var method in new[] { BudgetingMethod.Occurrences, BudgetingMethod.RatioTimeslices }.Skip(sli.Raw is null ? 0 : 1))
                {
                    Assert.Equal(truth, Figure(report, method).ConsumedPercent!.Value, 0.06 * truth);
                    Assert.Equal(100 - truth, Figure(report, method).RemainingPercent!.Value, 0.3 + (0.06 * truth));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Falls_all_over_the_incident_leave_no_figure_of_what_only_the_server_can_evaluate(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = (Largest($"field_hairs_total{{variant=\"{index}\",code=\"500\"}}"), Largest($"field_hairs_total{{variant=\"{index}\"}}"));

        var (_, events) = await MeasureAsync(server, variant, Events(errors, total));
        var (_, raw) = await MeasureAsync(server, variant, Raw($"{errors} / {total}"));

        if (server == MetricServer.VictoriaMetrics && events.Incident is not null)
        {
            AssertTruth(variant, events, 0.05);
            return;
        }

        foreach (var report in new[] { events, raw })
        {
            Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
            Assert.Contains(report.Messages, m => m.Contains("counters fell by a hair", StringComparison.Ordinal) && m.Contains("raw samples", StringComparison.Ordinal));
        }
    }

    public static TheoryData<MetricServer, int, string> Fallen => [.. Enum.GetValues<MetricServer>().SelectMany(s => FieldVariant.All.SelectMany(v => new[] { "field_hair_total", "field_onset_total", "field_dip_total" }.Select(m => (s, v.Index, m))))];

    [Theory]
    [MemberData(nameof(Fallen))]
    public async Task A_fall_in_the_incident_gives_no_number_of_failed_requests_that_it_makes_wrong(MetricServer server, int index, string metric)
    {
        var variant = FieldVariant.All[index];
        var spec = Collecting.Spec() with
        {
            Incident = new IncidentSpec { StartedAt = variant.Start, ResolvedAt = variant.End },
            Impact = new ImpactSpec
            {
                FailedRequests = new FailedRequestsSpec { Query = $"sum(increase({metric}{{variant=\"{index}\"}}[{{{{.window}}}}]))" },
                AffectedUsers = new AffectedUsersSpec { Query = $"sum(increase(field_requests_total{{variant=\"{index}\"}}[{{{{.window}}}}]))" },
            },
        };

        var evidence = await Collecting.CollectAsync(await Histories.UrlAsync(server), spec, variant.End.AddHours(1));

        // What one server takes for a restart, another one counts once more as the way back up, which may be little.
        if (server == MetricServer.VictoriaMetrics && evidence.Impact!.FailedRequests is { } counted)
        {
            Assert.Equal(variant.Events, counted, variant.Events * 0.05);
        }
        else
        {
            Assert.Null(evidence.Impact!.FailedRequests);
        }

        Assert.NotNull(evidence.Impact?.AffectedUsers);
    }
}
