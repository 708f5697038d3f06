namespace Operator.Tests.TestData;

/// <summary>A real server of the Prometheus API on the loopback interface, with a history that was written for it.</summary>
public sealed class PrometheusServer : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("prometheus-").FullName;
    private ServerProcess? _process;
    private Func<Task> _start = () => Task.CompletedTask;

    public Uri Url { get; } = new($"http://127.0.0.1:{ServerProcess.FreePort()}");

    public string Home => _directory;

    /// <summary>Starts one over a backfilled history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="kind">Which server.</param>
    /// <param name="rules">Rules that it evaluates; null for none.</param>
    /// <param name="flags">Further flags of the server.</param>
    public static async Task<PrometheusServer> StartAsync(MetricHistory history, MetricServer kind = MetricServer.Prometheus, string? rules = null, params string[] flags)
    {
        var server = new PrometheusServer();
        if (kind == MetricServer.VictoriaMetrics)
        {
            await server.RunVictoriaMetricsAsync(history, flags);
            return server;
        }

        var file = Path.Combine(server._directory, "history.om");
        history.WriteTo(file);
        var data = Path.Combine(server._directory, "data");
        // One block for weeks instead of one for each two hours: seconds instead of minutes.
        await ServerProcess.RunAsync("promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=2000h", "--quiet", file, data);
        File.Delete(file);
        var ruleFile = Path.Combine(server._directory, "rules.yml");
        await File.WriteAllTextAsync(ruleFile, rules ?? "groups: []\n");
        await server.RunAsync($"rule_files: [\"{ruleFile}\"]\n", kind, flags);
        return server;
    }

    /// <summary>Starts one that scrapes and evaluates as configured.</summary>
    public static async Task<PrometheusServer> StartAsync(Func<PrometheusServer, string> configuration)
    {
        var server = new PrometheusServer();
        await server.RunAsync(configuration(server), MetricServer.Prometheus, []);
        return server;
    }

    /// <summary>Ends it; what it has stored stays.</summary>
    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts it again where it was, over what it has stored.</summary>
    public Task StartAgainAsync() => _start();

    public void Dispose()
    {
        Stop();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task RunAsync(string configuration, MetricServer kind, string[] flags)
    {
        var config = Path.Combine(_directory, "prometheus.yml");
        await File.WriteAllTextAsync(config, configuration);
        _start = () => RunAsync(configuration, kind, flags);
        _process = await ServerProcess.StartAsync(
            new Uri(Url, "/-/ready"),
            ServerPrograms.Find(kind) ?? "prometheus",
            [
                $"--config.file={config}",
                $"--storage.tsdb.path={Path.Combine(_directory, "data")}",
                "--storage.tsdb.retention.time=100y",
                $"--web.listen-address=127.0.0.1:{Url.Port}",
                .. flags,
            ]);
    }

    private async Task RunVictoriaMetricsAsync(MetricHistory history, string[] flags)
    {
        _process = await ServerProcess.StartAsync(
            new Uri(Url, "/health"),
            ServerPrograms.Find(MetricServer.VictoriaMetrics)!,
            [
                $"-storageDataPath={Path.Combine(_directory, "data")}",
                "-retentionPeriod=100y",
                "-memory.allowedBytes=256MiB",
                $"-httpListenAddr=127.0.0.1:{Url.Port}",
                .. flags,
            ]);
        var file = Path.Combine(_directory, "history.jsonl");
        history.WriteJsonLinesTo(file);
        using var http = new HttpClient(new SocketsHttpHandler());
        await using (var stream = File.OpenRead(file))
        {
            using var imported = await http.PostAsync(new Uri(Url, "/api/v1/import"), new StreamContent(stream));
            imported.EnsureSuccessStatusCode();
        }

        // What was imported is searched for only when it is on the disk.
        using var flushed = await http.GetAsync(new Uri(Url, "/internal/force_flush"));
        flushed.EnsureSuccessStatusCode();
        File.Delete(file);
    }
}
