using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Prometheus;

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
        return await new EvidenceCollector(TimeProvider.System).CollectAsync(new PostMortem { Spec = spec }, client, now, TestContext.Current.CancellationToken);
    }

    public static PostMortemSpec Spec() => new() { Title = "An incident", Severity = Severity.P0, Services = ["email-service"] };

    public static DetectionSpec Alert(string name, params (string Name, string Value)[] labels) => new()
    {
        Alerts = [new AlertSpec { Name = name, Labels = labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal) }],
    };

    public static SloSpec Ratio(string errors, string total, string window = "30d", double objective = 99.9) => new()
    {
        Name = "availability",
        Objective = objective,
        Window = window,
        Sli = new SliSpec { Ratio = new RatioSliSpec { Errors = errors, Total = total } },
    };
}
