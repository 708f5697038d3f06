using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Operator.Tests.TestData;

namespace Operator.Install.Tests.Clusters;

/// <summary>The program of a pod's one container, with the files of its ConfigMaps and the rights of its account.</summary>
public sealed class PodProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pod-").FullName;
    private readonly int _port = FreePort();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly HttpClient _health = new(new SocketsHttpHandler());
    private readonly List<string> _arguments = [];
    private Process? _process;

    private PodProgram()
    {
    }

    /// <summary>Makes it ready to start; null while the account or a ConfigMap is missing.</summary>
    public static async Task<PodProgram?> CreateAsync(Cluster cluster, JsonObject pod)
    {
        var program = new PodProgram();
        if (await program.PrepareAsync(cluster, pod))
        {
            return program;
        }

        program.Dispose();
        return null;
    }

    public void Start()
    {
        _process = Process.Start(ProgramUnderTest.Start(_arguments))!;
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<(int ExitCode, string Log)> RunAsync()
    {
        Start();
        await _process!.WaitForExitAsync();
        return (_process.ExitCode, string.Join('\n', _log.TakeLast(20)));
    }

    /// <summary>What the kubelet's probe would say.</summary>
    /// <exception cref="InvalidOperationException">It has ended; the message holds what it said last.</exception>
    public async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"{string.Join(' ', _arguments)} ended with {_process.ExitCode}:\n{string.Join('\n', _log.TakeLast(20))}");
        }

        try
        {
            using var answer = await _health.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/readyz")));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
        }

        _process?.Dispose();
        _health.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> PrepareAsync(Cluster cluster, JsonObject pod)
    {
        var ns = (string)pod["metadata"]!["namespace"]!;
        var container = pod["spec"]!["containers"]![0]!;
        var mounts = container["volumeMounts"]!.AsArray().ToDictionary(m => (string)m!["name"]!, m => (string)m!["mountPath"]!, StringComparer.Ordinal);
        var folders = mounts.ToDictionary(m => m.Value, m => Directory.CreateDirectory(Path.Combine(_folder, m.Key)).FullName, StringComparer.Ordinal);
        foreach (var volume in pod["spec"]!["volumes"]!.AsArray().Where(v => v!["configMap"] is not null))
        {
            if (await cluster.FindAsync($"/api/v1/namespaces/{ns}/configmaps/{volume!["configMap"]!["name"]}") is not { } map)
            {
                return false;
            }

            foreach (var (key, text) in map["data"]!.AsObject())
            {
                await File.WriteAllTextAsync(Path.Combine(folders[mounts[(string)volume["name"]!]], key), Moved((string)text!, folders));
            }
        }

        _arguments.AddRange(container["args"]!.AsArray().Select(a => Moved((string)a!, folders)));
        return _arguments[0] != "run" || await BeAccountAsync(cluster, ns, (string?)pod["spec"]!["serviceAccountName"] ?? "default");
    }

    private async Task<bool> BeAccountAsync(Cluster cluster, string ns, string account)
    {
        if (await cluster.KubeconfigOfAsync(_folder, ns, account) is not { } kubeconfig)
        {
            return false;
        }

        _arguments.AddRange(["--kubeconfig", kubeconfig, "--health-address", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}"), "--metrics-address", "127.0.0.1:0"]);
        return true;
    }

    /// <summary>The text with the container's folders replaced by those of this machine.</summary>
    private static string Moved(string text, Dictionary<string, string> folders) =>
        folders.Where(f => f.Key != "/tmp").Aggregate(text, (moved, folder) => moved.Replace(folder.Key, folder.Value, StringComparison.Ordinal));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
