using Operator.Api;
using Operator.Core.Reports;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>
/// Series that do not live through the whole range, in queries that only the server can evaluate. VictoriaMetrics' rate() divides by the time between the samples
/// that a series has, not by the range: a pod that lived for an hour of a week would count for the whole week.
/// </summary>
public sealed class PodLifeTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Lives => [.. Enum.GetValues<MetricServer>().SelectMany(s => PodLives.All.Select(o => (s, o.Index)))];

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task Pods_that_are_replaced_count_as_long_as_they_lived(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        foreach (var (name, sli) in Indicators($"{PodLives.Metric}{{life=\"{index}\"", ""))
        {
            var report = await MeasureAsync(server, lives, sli);

            AssertTruth(lives, report, name, lives.Consumed, lives.Consumed);
        }
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task Pods_that_are_gone_count_in_a_query_that_joins_them_with_those_that_are_there(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        foreach (var (name, sli) in Joins($"{PodLives.Metric}{{life=\"{index}\"", $"{PodLives.Info}{{life=\"{index}\"}}"))
        {
            var report = await MeasureAsync(server, lives, sli);

            AssertTruth(lives, report, name, lives.Consumed, lives.Consumed);
        }
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task Series_of_errors_that_begin_within_the_window_leave_no_traffic_out(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        foreach (var (name, sli) in Joins($"{PodLives.Lazy}{{life=\"{index}\"", $"{PodLives.Info}{{life=\"{index}\"}}").Where(j => !j.Name.StartsWith("quotient", StringComparison.Ordinal)))
        {
            var report = await MeasureAsync(server, lives, sli);

            var figure = Figure(report, BudgetingMethod.Occurrences);
            Assert.True(figure.ConsumedPercent is not { } consumed || Math.Abs(consumed - lives.LazyConsumed) <= 0.1 * lives.LazyConsumed, $"{name}: {figure.ConsumedPercent} of {lives.LazyConsumed}. {string.Join("; ", report.Messages)}");
            Assert.True(report.Incident is not { } counts || Math.Abs(counts.Errors - lives.LazyFailures) <= 0.1 * lives.LazyFailures, $"{name}: {report.Incident} of {lives.LazyFailures}. {string.Join("; ", report.Messages)}");
        }
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task A_pod_that_has_the_name_of_the_one_before_counts_with_it(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        foreach (var function in new[] { "rate", "increase" })
        {
            var query = $"sum(max by (pod, code) ({function}({PodLives.Named}{{life=\"{index}\"";
            var report = await MeasureAsync(server, lives, Events($"{query},code=\"500\"}}[{{{{.window}}}}])))", $"{query}}}[{{{{.window}}}}])))"));

            AssertTruth(lives, report, function, lives.Consumed, lives.Consumed);
        }
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task What_was_counted_under_another_label_long_before_did_not_fail_in_the_window(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        var (errors, total) = ($"{PodLives.Renamed}{{life=\"{index}\",code=\"500\"}}", $"{PodLives.Renamed}{{life=\"{index}\"}}");
        foreach (var sli in new[] { Ratio(errors, total), Events($"sum(rate({errors}[{{{{.window}}}}]))", $"sum(rate({total}[{{{{.window}}}}]))") })
        {
            var report = await MeasureAsync(server, lives, sli);

            AssertTruth(lives, report, $"{sli}", lives.Consumed, lives.Consumed);
        }
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task Errors_whose_series_lived_for_an_hour_count_once(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        foreach (var (name, sli) in Indicators($"{PodLives.Stays}{{life=\"{index}\"", " or vector(0)"))
        {
            var report = await MeasureAsync(server, lives, sli);

            AssertTruth(lives, report, name, 0, lives.ConsumedEarly);
        }
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task A_query_of_the_impact_counts_them_as_long_as_they_lived(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        var query = $"sum(max by (pod) (rate({PodLives.Metric}{{life=\"{index}\",code=\"500\"}}[{{{{.window}}}}]))) * {lives.Length}";
        var spec = Collecting.Spec() with
        {
            Incident = new IncidentSpec { StartedAt = lives.Start, ResolvedAt = lives.End },
            Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } },
        };

        var evidence = await Collecting.CollectAsync(await Histories.UrlAsync(server), spec, lives.End.AddHours(1));

        Assert.Equal(lives.Failures, evidence.Impact!.FailedRequests!.Value, 0.1 * lives.Failures);
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task A_query_of_the_impact_that_joins_has_no_figure_where_pods_are_gone(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        var query = $"sum(increase({PodLives.Metric}{{life=\"{index}\",code=\"500\"}}[{{{{.window}}}}]) * on (pod) group_left () {PodLives.Info}{{life=\"{index}\"}})";
        var spec = Collecting.Spec() with
        {
            Incident = new IncidentSpec { StartedAt = lives.Start, ResolvedAt = lives.End },
            Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } },
        };

        var evidence = await Collecting.CollectAsync(await Histories.UrlAsync(server), spec, lives.End.AddHours(1));

        if (lives.Replaced.Any(r => r > 0))
        {
            Assert.Null(evidence.Impact!.FailedRequests);
            Assert.Contains(evidence.Impact.Problems, p => p.Message.Contains("are gone at its end", StringComparison.Ordinal));
        }
        else
        {
            Assert.Equal(lives.Failures, evidence.Impact!.FailedRequests!.Value, 0.1 * lives.Failures);
        }
    }

    // Nobody can take these apart: of a series' largest value, and where something is cut off, only the server knows what is meant.
    private static IEnumerable<(string Name, SliSpec Sli)> Indicators(string selector, string orZero)
    {
        var (errors, total) = ($"rate({selector},code=\"500\"}}[{{{{.window}}}}])", $"rate({selector}}}[{{{{.window}}}}])");
        yield return ("largest", Events($"sum(max by (pod, code) ({errors})){orZero}", $"sum(max by (pod, code) ({total}))"));
        yield return ("cut off", Events($"clamp_min(sum({errors}), 0){orZero}", $"clamp_min(sum({total}), 0.001)"));
        yield return ("last two samples", Events($"sum(max by (pod, code) ({errors.Replace("rate", "irate", StringComparison.Ordinal)})){orZero}", $"max(sum({total.Replace("rate", "irate", StringComparison.Ordinal)}))"));
        yield return ("counts", Events($"max(sum({errors.Replace("rate", "increase", StringComparison.Ordinal)})){orZero}", $"max(sum({total.Replace("rate", "increase", StringComparison.Ordinal)}))"));
        yield return ("quotient", Raw($"(max(sum({errors})){orZero}) / sum({total})"));
    }

    // What stands beside the rates tells of one moment: of the whole at once, that is its end.
    private static IEnumerable<(string Name, SliSpec Sli)> Joins(string selector, string info)
    {
        foreach (var (name, join) in new[] { ("multiplied", $" * on (pod) group_left () {info}"), ("filtered", $" and on (pod) {info}"), ("compared", $" unless on (pod) ({info} == 0)") })
        {
            foreach (var function in new[] { "rate", "increase" })
            {
                var (errors, total) = ($"sum({function}({selector},code=\"500\"}}[{{{{.window}}}}]){join})", $"sum({function}({selector}}}[{{{{.window}}}}]){join})");
                yield return ($"{name}, {function}", Events(errors, total));
                yield return ($"quotient, {name}, {function}", Raw($"{errors} / {total}"));
            }
        }
    }

    private static void AssertTruth(PodLives lives, SloReport report, string name, double consumed, double burnt)
    {
        foreach (var method in new[] { BudgetingMethod.Occurrences, BudgetingMethod.RatioTimeslices }.Where(m => m == BudgetingMethod.RatioTimeslices || !name.StartsWith("quotient", StringComparison.Ordinal)))
        {
            var figure = Figure(report, method);
            var what = $"{name}, {method}: {figure.ConsumedPercent} of {consumed}, {figure.RemainingPercent} left of {100 - burnt}. {figure.Message} {string.Join("; ", report.Messages)}";
            Assert.True(figure.State == FigureState.Recorded, what);
            Assert.True(Math.Abs(figure.ConsumedPercent!.Value - consumed) <= 0.1 * consumed, what);
            Assert.True(Math.Abs(100 - figure.RemainingPercent!.Value - burnt) <= 0.1 * burnt, what);
        }

        if (report.Incident is { } counts)
        {
            Assert.Equal(lives.Events, counts.Total, 0.1 * lives.Events);
            Assert.Equal(consumed > 0 ? lives.Failures : 0, counts.Errors, 0.1 * lives.Failures);
        }
    }

    private async Task<SloReport> MeasureAsync(MetricServer server, PodLives lives, SliSpec sli) =>
        (await MeasureAsync(server, lives.Start, lives.End, new SloSpec { Name = "availability", Objective = 99, Window = $"{lives.Days}d", Sli = sli })).Report;
}
