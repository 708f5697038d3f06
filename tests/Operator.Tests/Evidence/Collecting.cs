using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Reconciling;

namespace Operator.Tests.Evidence;

/// <summary>Collects evidence as the operator does.</summary>
internal static class Collecting
{
    public static async Task<IncidentEvidence> CollectAsync(IncidentHistories histories, PostMortemSpec spec, DateTimeOffset now, Action<PrometheusSourceOptions>? configure = null) =>
        await CollectAsync(await histories.UrlAsync(), spec, now, configure);

    public static async Task<IncidentEvidence> CollectAsync(Uri url, PostMortemSpec spec, DateTimeOffset now, Action<PrometheusSourceOptions>? configure = null)
    {
        var options = new PrometheusSourceOptions { Url = url.ToString() };
        configure?.Invoke(options);
        using var client = new PrometheusClient(options, TimeProvider.System);
        var collection = await CollectAsync(client, new PostMortem { Spec = spec }, now);
        return collection.Failure is { } failure ? throw failure : collection.Evidence;
    }

    /// <summary>Collects once more, beside what is kept, and freezes what is final.</summary>
    public static async Task<Collection> CollectAsync(PrometheusClient client, PostMortem resource, DateTimeOffset now, IncidentEvidence? kept = null, bool refresh = false)
    {
        var collection = await new EvidenceCollector(TimeProvider.System).CollectAsync(resource, client, now, kept, refresh, TestContext.Current.CancellationToken);
        return collection with { Evidence = EvidenceJudge.Freeze(resource.Spec, JudgedEvidence.Judge(resource, collection.Evidence, now), collection) };
    }

    public static PostMortemSpec Spec() => new() { Title = "An incident", Severity = Severity.P0, Services = ["email-service"] };

    public static DetectionSpec Alert(string name, params (string Name, string Value)[] labels) => new()
    {
        Alerts = [new AlertSpec { Name = name, Labels = labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal) }],
    };

    public static SloSpec Raw(string query, string window = "30d", double objective = 99.9) =>
        Ratio("", "", window, objective) with { Sli = new SliSpec { Raw = new RawSliSpec { ErrorRatioQuery = query } } };

    public static SloSpec Ratio(string errors, string total, string window = "30d", double objective = 99.9) => new()
    {
        Name = "availability",
        Objective = objective,
        Window = window,
        Sli = new SliSpec { Ratio = new RatioSliSpec { Errors = errors, Total = total } },
    };
}
