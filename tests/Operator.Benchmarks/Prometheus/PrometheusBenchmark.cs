using System.Globalization;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.Benchmarks.Prometheus;

/// <summary>What a collection costs Prometheus, beside the two queries that anybody would write: sum(increase(errors[30d])) and sum(increase(total[30d])).</summary>
internal static class PrometheusBenchmark
{
    private const double GoalRatio = 4;
    private const double GoalSeconds = 1;
    private const double GoalMiB = 200;
    private const double CountsRatio = 2.5;
    private const double CountsSeconds = 0.5;

    // The clock of processes ticks each 10 ms: a hundred ticks are a percent.
    private const double EnoughSeconds = 1;

    private static readonly ServiceHistory Small = new("120-60s", 120, 60, 30);
    private static readonly ServiceHistory Fine = new("120-15s", 120, 15, 30);
    private static readonly ServiceHistory Churn = new("churn-60s", 60, 60, 30, 172_800);
    private static readonly ServiceHistory Medium = new("1200-60s", 1200, 60, 30);
    private static readonly ServiceHistory Large = new("6000-60s", 6000, 60, 5);

    private static readonly (string Name, ServiceHistory History, string Kind, int Objectives, TimeSpan Incident, BudgetingMethod? Method)[] Cases =
    [
        ("120 series, ratio", Small, "ratio", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("120 series, counts alone", Small, "ratio", 1, TimeSpan.FromMinutes(18), null),
        ("120 series, events", Small, "events", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("120 series, raw", Small, "raw", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("120 series, 20 objectives", Small, "ratio", 20, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("120 series at 15 s, ratio", Fine, "ratio", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("30 pods with churn, ratio", Churn, "ratio", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("1200 series, ratio", Medium, "ratio", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("1200 series, counts alone", Medium, "ratio", 1, TimeSpan.FromMinutes(18), null),
        ("1200 series, events", Medium, "events", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
        ("1200 series, incident of 10 days", Medium, "ratio", 1, TimeSpan.FromDays(10), BudgetingMethod.Timeslices),
        ("6000 series over 5 days, ratio", Large, "ratio", 1, TimeSpan.FromMinutes(18), BudgetingMethod.Timeslices),
    ];

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var verdict = new Verdict(Console.Out);
        foreach (var (name, history, kind, objectives, incident, method) in Cases)
        {
            await Console.Out.WriteLineAsync(name);
            var blocks = await history.BlocksAsync(cancellationToken);
            var resource = Resource(history, kind, objectives, incident, method);
            var (peak, requests) = await PeakAsync(blocks, resource, history, method is null, cancellationToken);
            await using var server = await PrometheusProcess.StartAsync(blocks, cancellationToken);
            var naive = await SecondsAsync(server, () => NaiveAsync(server.Url, history, cancellationToken));
            var ours = await SecondsAsync(server, () => CollectAsync(server.Url, resource, history, method is null, cancellationToken));
            verdict.Figure("requests", requests, "");
            verdict.Figure("naive queries, processor", naive, "s");
            var (ratio, floor) = method is null ? (CountsRatio, CountsSeconds) : (GoalRatio, GoalSeconds);
            verdict.AtMost(string.Create(CultureInfo.InvariantCulture, $"collection, processor ({ours / naive:0.0} times)"), ours, Math.Max(ratio * naive, floor), "s");
            verdict.AtMost("memory above rest", peak, GoalMiB, "MiB");
        }

        return verdict.Passed;
    }

    private static async Task<(double MiB, int Requests)> PeakAsync(string blocks, PostMortem resource, ServiceHistory history, bool countsAlone, CancellationToken cancellationToken)
    {
        await using var server = await PrometheusProcess.StartAsync(blocks, cancellationToken);
        var requests = 0;
        var peak = await server.PeakAboveRestAsync(async () => requests = await CollectAsync(server.Url, resource, history, countsAlone, cancellationToken), cancellationToken);
        return (peak, requests);
    }

    /// <summary>Processor seconds of the server for one run, over enough runs.</summary>
    private static async Task<double> SecondsAsync(PrometheusProcess server, Func<Task> run)
    {
        await run();
        var (before, runs) = (server.ProcessorTime, 0);
        while (runs < 2 || (server.ProcessorTime - before).TotalSeconds < EnoughSeconds)
        {
            await run();
            runs++;
        }

        return (server.ProcessorTime - before).TotalSeconds / runs;
    }

    private static async Task NaiveAsync(Uri url, ServiceHistory history, CancellationToken cancellationToken)
    {
        using var client = new PrometheusClient(Options(url), TimeProvider.System);
        foreach (var selector in new[] { ServiceHistory.Errors, ServiceHistory.Total })
        {
            await client.QueryAsync(string.Create(CultureInfo.InvariantCulture, $"sum(increase({selector}[{history.Days}d]))"), ServiceHistory.End, cancellationToken);
        }
    }

    private static async Task<int> CollectAsync(Uri url, PostMortem resource, ServiceHistory history, bool countsAlone, CancellationToken cancellationToken)
    {
        var options = Options(url);
        if (countsAlone)
        {
            // Enough to count events, errors twice for their first values; methods by slices are left out.
            options.Limits.SamplesPerCollection = (long)(2.1 * history.Series * history.Days * 86_400 / history.IntervalSeconds);
        }

        using var client = new PrometheusClient(options, TimeProvider.System);
        var collection = await new EvidenceCollector(TimeProvider.System).CollectAsync(resource, client, ServiceHistory.End.AddHours(1), null, false, cancellationToken);
        var evidence = collection.Evidence;
        return evidence.Slos.All(s => (s.Incident is not null || s.Kind == SliKind.Raw) && (countsAlone || s.Before?.BadSeconds is not null))
            ? evidence.AllQueries().Count()
            : throw new InvalidOperationException($"Figures are missing: {string.Join("; ", evidence.Slos.SelectMany(s => s.Problems).Select(p => p.Message))}");
    }

    // Processor time is measured, however long a busy machine takes for it.
    private static PrometheusSourceOptions Options(Uri url) => new()
    {
        Url = url.ToString(),
        Timeout = TimeSpan.FromMinutes(10),
        Limits = new PrometheusLimits { TimePerCollection = TimeSpan.FromHours(1) },
    };

    private static PostMortem Resource(ServiceHistory history, string kind, int objectives, TimeSpan incident, BudgetingMethod? method)
    {
        var (errors, total) = ($"sum(rate({ServiceHistory.Errors}[{{{{.window}}}}]))", $"sum(rate({ServiceHistory.Total}[{{{{.window}}}}]))");
        var sli = kind switch
        {
            "events" => new SliSpec { Events = new EventsSliSpec { ErrorQuery = errors, TotalQuery = total } },
            "raw" => new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = $"{errors} / {total}" } },
            _ => new SliSpec { Ratio = new RatioSliSpec { Errors = ServiceHistory.Errors, Total = ServiceHistory.Total } },
        };
        return new PostMortem
        {
            Spec = new PostMortemSpec
            {
                Title = "An incident",
                Severity = Severity.P0,
                Services = ["r"],
                Incident = new IncidentSpec { StartedAt = ServiceHistory.End - incident, ResolvedAt = ServiceHistory.End },
                Slos =
                [
                    .. Enumerable.Range(0, objectives).Select(i => new SloSpec
                    {
                        Name = $"slo-{i}",
                        Objective = ServiceHistory.Objective,
                        Window = $"{history.Days}d",
                        BudgetingMethod = method ?? BudgetingMethod.Occurrences,
                        Sli = sli,
                    }),
                ],
            },
        };
    }
}
