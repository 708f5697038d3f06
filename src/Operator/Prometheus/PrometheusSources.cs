using Operator.Api;
using Operator.Core;

namespace Operator.Prometheus;

/// <summary>The clients of all configured sources, by the names that resources use.</summary>
internal sealed class PrometheusSources : IDisposable
{
    private const string DefaultName = "default";

    private readonly SortedDictionary<string, PrometheusClient> _clients = new(StringComparer.Ordinal);

    /// <summary>Opens no connection yet.</summary>
    /// <param name="options">Validated already.</param>
    /// <param name="time">Clock of time-outs and back-off.</param>
    public PrometheusSources(PrometheusOptions options, TimeProvider time)
    {
        foreach (var source in options.Sources)
        {
            _clients.Add(source.Name, new PrometheusClient(source, time));
        }
    }

    /// <summary>Over clients that there are already.</summary>
    public PrometheusSources(params IEnumerable<PrometheusClient> clients)
    {
        foreach (var client in clients)
        {
            _clients.Add(client.Options.Name, client);
        }
    }

    /// <summary>Names of the sources, sorted.</summary>
    public IReadOnlyCollection<string> Names => _clients.Keys;

    /// <summary>The source that a resource names, or null.</summary>
    public PrometheusClient? TryFind(string? name) => _clients.GetValueOrDefault(name ?? DefaultName);

    /// <summary>The source that a resource names.</summary>
    /// <exception cref="FailureException">There is none: NotConfigured without any source, else SourceUnknown.</exception>
    public PrometheusClient Find(string? name)
    {
        if (TryFind(name) is { } client)
        {
            return client;
        }

        throw _clients.Count == 0
            ? new FailureException(
                Reasons.NotConfigured,
                "The spec asks for evidence, but no Prometheus is configured: name one in prometheus.sources of the configuration, or with --prometheus-url",
                isTerminal: true)
            : new FailureException(
                Reasons.SourceUnknown,
                $"spec.prometheus.source: '{name ?? DefaultName}' is not configured; choose one of: {string.Join(", ", Names)}",
                isTerminal: true);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }
}
