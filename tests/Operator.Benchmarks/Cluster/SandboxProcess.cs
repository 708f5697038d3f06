using System.Text.RegularExpressions;
using Operator.Testing.Clusters;

namespace Operator.Benchmarks.Cluster;

/// <summary>The sandbox's API server as a process of its own, so that its time and memory are not the operator's.</summary>
internal sealed partial class SandboxProcess : ITestCluster
{
    private readonly ChildProcess _process;
    private readonly string _directory;

    private SandboxProcess(ChildProcess process, string directory, Uri url) => (_process, _directory, Url) = (process, directory, url);

    public Uri Url { get; }

    public string KubeconfigPath => KubeconfigFor(Url);

    public static async Task<SandboxProcess> StartAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("postmortem-benchmark-").FullName;
        var kubeconfig = Path.Combine(directory, "sandbox");
        var process = new ChildProcess(
            Repository.Path("src/Operator.Sandbox/bin/Release/net10.0/Operator.Sandbox"),
            ["--port", "0", "--kubeconfig", kubeconfig, "--api-only", Repository.Path("config/crd/postmortems.yaml")]);
        string? server = null;
        await Until.TrueAsync(
            () =>
            {
                server = File.Exists(kubeconfig) && Server().Match(File.ReadAllText(kubeconfig)) is { Success: true } match ? match.Groups["url"].Value : null;
                return Task.FromResult(server is not null);
            },
            "the sandbox writes its kubeconfig",
            cancellationToken);
        return new(process, directory, new Uri(server!));
    }

    /// <summary>Writes a kubeconfig for a server on loopback.</summary>
    /// <param name="server">The sandbox, or what stands before it.</param>
    public string KubeconfigFor(Uri server)
    {
        var path = Path.Combine(_directory, $"operator-{server.Port}");
        // KubernetesClient wants a user with credentials; the sandbox asks for none.
        File.WriteAllText(path, $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: sandbox, cluster: {server: "{{{server.ToString().TrimEnd('/')}}}"}}]
            users: [{name: sandbox, user: {token: unused}}]
            contexts: [{name: sandbox, context: {cluster: sandbox, user: sandbox}}]
            current-context: sandbox

            """);
        return path;
    }

    public HttpClient CreateClient() => new(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = Url };

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [GeneratedRegex("server: \"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Server();
}
