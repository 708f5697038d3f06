using System.Collections.Concurrent;
using Operator.Api;
using Operator.Evidence;

namespace Operator.Prometheus;

/// <summary>One client for each configured source, made when it is first asked for and shared by all resources.</summary>
internal sealed class PrometheusClients(PrometheusOptions options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<PrometheusClient>> _clients = new(StringComparer.Ordinal);

    /// <summary>The client of a source.</summary>
    /// <param name="name">The name that a resource gave.</param>
    /// <returns>The client; null when no source is configured at all.</returns>
    /// <exception cref="EvidenceException">Sources are configured, but none of that name.</exception>
    public PrometheusClient? Find(string name)
    {
        if (options.Sources.Count == 0)
        {
            return null;
        }

        var source = options.Sources.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal))
            ?? throw new EvidenceException(
                Reasons.SourceUnknown,
                $"spec.prometheus.source: no source is named '{name}'; configured are {string.Join(", ", options.Sources.Select(s => s.Name).Order(StringComparer.Ordinal))}",
                terminal: true);
        return _clients.GetOrAdd(name, _ => new Lazy<PrometheusClient>(() => new PrometheusClient(source, time))).Value;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(c => c.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }
}
