namespace Operator.Tests.TestData;

/// <summary>A real Prometheus on the loopback interface, with a history that was written for it.</summary>
public sealed class PrometheusServer : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("prometheus-").FullName;
    private ServerProcess? _process;

    public Uri Url { get; } = new($"http://127.0.0.1:{ServerProcess.FreePort()}");

    public string Home => _directory;

    /// <summary>Starts one over a backfilled history, which evaluates rules where some are given.</summary>
    public static async Task<PrometheusServer> StartAsync(MetricHistory history, string? rules = null)
    {
        var server = new PrometheusServer();
        var file = Path.Combine(server._directory, "history.om");
        history.WriteTo(file);
        var data = Path.Combine(server._directory, "data");
        // One block for weeks instead of one for each two hours: seconds instead of minutes.
        await ServerProcess.RunAsync("promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=2000h", "--quiet", file, data);
        File.Delete(file);
        var ruleFile = Path.Combine(server._directory, "rules.yml");
        await File.WriteAllTextAsync(ruleFile, rules ?? "groups: []\n");
        await server.RunAsync($"rule_files: [\"{ruleFile}\"]\n");
        return server;
    }

    /// <summary>Starts one that scrapes and evaluates as configured.</summary>
    public static async Task<PrometheusServer> StartAsync(Func<PrometheusServer, string> configuration)
    {
        var server = new PrometheusServer();
        await server.RunAsync(configuration(server));
        return server;
    }

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task RunAsync(string configuration)
    {
        var config = Path.Combine(_directory, "prometheus.yml");
        await File.WriteAllTextAsync(config, configuration);
        _process = await ServerProcess.StartAsync(
            new Uri(Url, "/-/ready"),
            "prometheus",
            $"--config.file={config}",
            $"--storage.tsdb.path={Path.Combine(_directory, "data")}",
            "--storage.tsdb.retention.time=100y",
            $"--web.listen-address=127.0.0.1:{Url.Port}");
    }
}
