using Operator.Facts;
using Operator.Runtime.Controllers;
using Operator.Runtime.Leases;
using Prom = global::Prometheus;

namespace Operator.Metrics;

/// <summary>Writes everything that a scrape gets.</summary>
/// <param name="runtime">The metrics of the runtime, on every replica.</param>
/// <param name="controllers">They know all post-mortems.</param>
/// <param name="leadership">Only the leader speaks of post-mortems, or each replica would count them once more.</param>
/// <param name="options">What is shown.</param>
/// <param name="time">The clock.</param>
internal sealed class MetricsPage(
    Prom.CollectorRegistry runtime, IEnumerable<Controller> controllers, ILeadership leadership, MetricsOptions options, TimeProvider time)
{
    /// <summary>The type of the content, in Prometheus' text format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes the page.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        // All of it is computed before the first byte: half a page would cost the whole scrape.
        var registry = Prom.Metrics.NewCustomRegistry();
        var incidents = new IncidentMetrics(registry, options.PerIncident, time.GetUtcNow());
        foreach (var known in leadership.IsLeader ? controllers.SelectMany(c => c.Store.Objects()) : [])
        {
            if (known is { IsDeleting: false, Facts: PostMortemFacts facts })
            {
                incidents.Add(known.Key, facts);
            }
        }

        await runtime.CollectAndExportAsTextAsync(stream, Prom.ExpositionFormat.PrometheusText, cancellationToken);
        if (leadership.IsLeader)
        {
            await registry.CollectAndExportAsTextAsync(stream, Prom.ExpositionFormat.PrometheusText, cancellationToken);
        }
    }
}
