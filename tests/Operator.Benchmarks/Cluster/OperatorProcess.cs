using System.Net;
using System.Net.Sockets;

namespace Operator.Benchmarks.Cluster;

/// <summary>The operator as it is published, run with its defaults but for leader election.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    /// <summary>What the operator has by default.</summary>
    public const int Workers = 4;

    private readonly Uri _readiness;

    private OperatorProcess(ChildProcess process, Uri readiness, Uri metrics) => (Process, _readiness, Metrics) = (process, readiness, metrics);

    public ChildProcess Process { get; }

    /// <summary>Where it serves its metrics.</summary>
    public Uri Metrics { get; }

    public static OperatorProcess Start(string program, string kubeconfig, bool keepOutput = false)
    {
        var (port, metrics) = (FreePort(), FreePort());
        var process = new ChildProcess(
            program,
            ["run", "--kubeconfig", kubeconfig, "--health-address", $"127.0.0.1:{port}", "--metrics-address", $"127.0.0.1:{metrics}", "--leader-election", "false", "--log-format", "json"],
            keepOutput);
        return new(process, new Uri($"http://127.0.0.1:{port}/readyz"), new Uri($"http://127.0.0.1:{metrics}/metrics"));
    }

    /// <summary>Waits until the first lists are complete, which is what readiness means.</summary>
    public Task ReadyAsync(HttpClient client, CancellationToken cancellationToken) => Until.TrueAsync(
        async () =>
        {
            if (Process.HasExited)
            {
                throw new InvalidOperationException($"The operator ended: {await Process.Error}");
            }

            try
            {
                using var answer = await client.GetAsync(_readiness, cancellationToken);
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the operator is ready",
        cancellationToken);

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
