using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Operator.Sandbox.ApiServer;

namespace Operator.Testing.Clusters;

/// <summary>
/// A real kube-apiserver on etcd, started as envtest starts it: no controllers and no kubelet, one token that may do everything.
/// Garbage collection and namespace deletion therefore do not happen here.
/// </summary>
public sealed class KubeApiServerFixture : ITestCluster
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("kube-apiserver-").FullName;
    private readonly List<Process> _processes = [];
    private readonly string _token = RandomNumberGenerator.GetHexString(32);
    private KubeApiServerCertificates? _certificates;
    private Uri _url = new("https://127.0.0.1");

    private KubeApiServerFixture()
    {
    }

    public string KubeconfigPath => Path.Combine(_directory, "kubeconfig");

    /// <exception cref="InvalidOperationException">A program ended or was not ready in time; the message holds the end of its log.</exception>
    public static async Task<KubeApiServerFixture> StartAsync(KubeApiServerBinaries binaries)
    {
        var fixture = new KubeApiServerFixture();
        try
        {
            await fixture.StartProcessesAsync(binaries);
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a kubeconfig of this server for another token.</summary>
    public void WriteKubeconfig(string path, string token) => Kubeconfig.Write(path, _url.ToString().TrimEnd('/'), token, _certificates!.CaFile);

    public HttpClient CreateClient()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_certificates!.Authority);
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        var client = new HttpClient(handler) { BaseAddress = _url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("conformance/1.0");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        // The API server first: without etcd it would take its whole grace period.
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                using var timeout = new CancellationTokenSource(StopTimeout);
                await process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            process.Dispose();
        }

        _certificates?.Authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartProcessesAsync(KubeApiServerBinaries binaries)
    {
        _certificates = KubeApiServerCertificates.Create(_directory);
        var (etcdPort, peerPort, apiPort) = (FreePort(), FreePort(), FreePort());
        var etcdUrl = $"http://127.0.0.1:{etcdPort}";
        _url = new Uri($"https://127.0.0.1:{apiPort}");
        await File.WriteAllTextAsync(Path.Combine(_directory, "tokens.csv"), $"{_token},admin,admin,\"system:masters\"\n");
        Start(
            binaries.Etcd,
            $"--data-dir={_directory}/etcd",
            $"--listen-client-urls={etcdUrl}",
            $"--advertise-client-urls={etcdUrl}",
            $"--listen-peer-urls=http://127.0.0.1:{peerPort}",
            "--unsafe-no-fsync=true");
        using (var plain = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(etcdUrl) })
        {
            await WaitForAsync(plain, "/health", "etcd");
        }

        Start(
            binaries.KubeApiServer,
            $"--etcd-servers={etcdUrl}",
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            $"--secure-port={apiPort}",
            $"--cert-dir={_directory}",
            $"--tls-cert-file={_certificates.CertificateFile}",
            $"--tls-private-key-file={_certificates.KeyFile}",
            $"--token-auth-file={_directory}/tokens.csv",
            "--authorization-mode=RBAC",
            "--service-cluster-ip-range=10.0.0.0/24",
            $"--service-account-issuer={_url}",
            $"--service-account-key-file={_certificates.ServiceAccountKeyFile}",
            $"--service-account-signing-key-file={_certificates.ServiceAccountKeyFile}",
            "--disable-admission-plugins=ServiceAccount",
            // As OpenShift has it.
            "--enable-admission-plugins=OwnerReferencesPermissionEnforcement",
            "--allow-privileged=true");
        using var client = CreateClient();
        await WaitForAsync(client, "/readyz", "kube-apiserver");
        await WaitForAsync(client, "/api/v1/namespaces/default", "kube-apiserver");
        WriteKubeconfig(KubeconfigPath, _token);
    }

    private void Start(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start");
        _processes.Add(process);
        var log = Path.Combine(_directory, $"{Path.GetFileName(program)}.log");
        process.ErrorDataReceived += (_, line) => AppendLine(log, line.Data);
        process.OutputDataReceived += (_, line) => AppendLine(log, line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    private async Task WaitForAsync(HttpClient client, string path, string program)
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        while (true)
        {
            if (_processes[^1].HasExited || timeout.IsCancellationRequested)
            {
                var state = _processes[^1].HasExited ? $"ended with {_processes[^1].ExitCode}" : $"was not ready within {StartTimeout}";
                throw new InvalidOperationException($"{program} {state}: {Tail(program)}");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), timeout.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not listening yet; the loop decides how long that may take.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private string Tail(string program)
    {
        var log = Path.Combine(_directory, $"{program}.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(20)) : "(no output)";
    }

    private static void AppendLine(string log, string? line)
    {
        if (line is not null)
        {
            lock (log)
            {
                File.AppendAllText(log, line + "\n");
            }
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
