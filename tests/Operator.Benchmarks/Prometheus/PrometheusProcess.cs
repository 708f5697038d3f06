using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Operator.Benchmarks.Cluster;

namespace Operator.Benchmarks.Prometheus;

/// <summary>A Prometheus of the distribution over blocks on the disk, measured from outside.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private PrometheusProcess(ChildProcess process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Memory that is the process's own, in MiB: blocks are mapped and do not count.</summary>
    public double AnonymousMiB
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
            return double.Parse(line["RssAnon:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts one with its defaults, and waits until it answers.</summary>
    public static async Task<PrometheusProcess> StartAsync(string data, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var config = Path.Combine(data, "prometheus.yml");
        await File.WriteAllTextAsync(config, "global: {}\n", cancellationToken);
        var server = new PrometheusProcess(
            new ChildProcess(
                "/usr/bin/prometheus",
                [$"--config.file={config}", $"--storage.tsdb.path={data}", "--storage.tsdb.retention.time=100y", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}")]),
            new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        using var http = new HttpClient(new SocketsHttpHandler());
        await Until.TrueAsync(() => AnswersAsync(http, new Uri(server.Url, "/-/ready"), cancellationToken), "Prometheus is ready", cancellationToken);
        return server;
    }

    /// <summary>The most of its own memory while something runs, above what it had before, in MiB.</summary>
    public async Task<double> PeakAboveRestAsync(Func<Task> run, CancellationToken cancellationToken)
    {
        var (rest, peak) = (AnonymousMiB, 0.0);
        var running = run();
        while (!running.IsCompleted)
        {
            peak = Math.Max(peak, AnonymousMiB);
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken));
        }

        await running;
        return Math.Max(peak, AnonymousMiB) - rest;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri uri, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(uri, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
