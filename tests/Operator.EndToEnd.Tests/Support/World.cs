using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Operator.Api;
using Operator.Hosting;
using Operator.Metrics;
using Operator.Prometheus;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Sandbox.ApiServer;
using Operator.Testing.Clusters;
using Operator.Testing.Kstatus;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>
/// A Kubernetes API, a Prometheus, a clock, and operators that come and go. All talk HTTP. The API is the sandbox's; whatever
/// else gives a kubeconfig would do.
/// </summary>
public sealed class World : IAsyncDisposable
{
    public const string Operator = "postmortem-operator";

    private readonly KubeApiConnection _connection;
    private readonly SandboxApiServer? _sandbox;
    private readonly KubeApiServerFixture? _cluster;
    private readonly ChartAccount? _account;
    private readonly HashSet<string> _granted = new(StringComparer.Ordinal);
    private readonly string? _prometheusUrl;
    private WebApplication? _operator;

    private World(SandboxApiServer? sandbox, KubeApiServerFixture? cluster, SteppedTime time, FakePrometheus prometheus, bool withPrometheus, ChartAccount? account = null)
    {
        (_sandbox, _cluster, _account, Time, Prometheus) = (sandbox, cluster, account, time, prometheus);
        _prometheusUrl = withPrometheus ? prometheus.Url : null;
        KubeconfigPath = cluster?.KubeconfigPath ?? TestClient.WithToken(sandbox!);
        OperatorKubeconfigPath = account?.KubeconfigPath ?? KubeconfigPath;
        (_connection, Client) = TestClient.Create(KubeconfigPath);
    }

    public static DateTimeOffset Start { get; } = new(2025, 12, 14, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The sandbox, with its request log and faults; a real cluster has neither, and the test that asks is skipped there.</summary>
    public SandboxApiServer Server
    {
        get
        {
            Assert.SkipWhen(_sandbox is null, "This test needs the sandbox: it counts requests or causes faults.");
            return _sandbox!;
        }
    }

    public bool IsOnKubeApiServer => _cluster is not null;

    /// <summary>How operators that are started from now on serve their metrics; by default they do not.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Where operators that are started from now on send spans; by default nowhere.</summary>
    public TracingOptions Tracing { get; set; } = new();

    /// <summary>Where the operator that was started last serves its metrics.</summary>
    public Uri MetricsUrl => new(new Uri(_operator!.Urls.Last()), "metrics");

    /// <summary>For people, who may do everything.</summary>
    public string KubeconfigPath { get; }

    /// <summary>For operators. On a real cluster it is their own account's.</summary>
    public string OperatorKubeconfigPath { get; }

    public SteppedTime Time { get; }

    public FakePrometheus Prometheus { get; }

    public KubeApiClient Client { get; }

    /// <summary>The sandbox (for <see cref="IOnKubeApiServer"/> a real cluster), a Prometheus and, if wanted, the operator in this process.</summary>
    /// <param name="withPrometheus">Whether the operator knows the Prometheus.</param>
    /// <param name="withOperator">Whether the operator runs.</param>
    /// <param name="start">Where the clock begins; a process of its own has the system's time.</param>
    /// <param name="crd">The CRD, if not the repository's.</param>
    public static async Task<World> CreateAsync(bool withPrometheus = true, bool withOperator = true, DateTimeOffset? start = null, string? crd = null)
    {
        if (TestContext.Current.TestClassInstance is IOnKubeApiServer)
        {
            return await CreateOnClusterAsync(withPrometheus, withOperator, crd, start);
        }

        var time = new SteppedTime(start ?? Start);
        var server = await SandboxApiServer.StartAsync(new SandboxApiServerOptions { Manifests = [crd ?? RepositoryFiles.Crd], Time = time, RequestLogLimit = 100_000, Seed = 1 });
        var world = new World(server, null, time, await FakePrometheus.StartAsync(time), withPrometheus);
        if (withOperator)
        {
            await world.StartOperatorAsync();
        }

        return world;
    }

    public async Task StartOperatorAsync(bool leaderElection = false, string? templates = null, params PrometheusSourceOptions[] sources)
    {
        _operator = BuildOperator(leaderElection, templates, sources);
        await _operator.StartAsync();
    }

    /// <summary>An operator that is not started; the caller disposes it.</summary>
    public WebApplication BuildOperator(bool leaderElection = false, string? templates = null, params PrometheusSourceOptions[] sources)
    {
        var prometheus = new PrometheusOptions();
        foreach (var source in sources)
        {
            prometheus.Sources.Add(source);
        }

        if (_prometheusUrl is not null)
        {
            prometheus.Sources.Add(new PrometheusSourceOptions { Url = _prometheusUrl });
        }

        var run = new RunOptions { Kubeconfig = OperatorKubeconfigPath, HealthAddress = "127.0.0.1:0", LeaderElection = leaderElection, LogFormat = "text", Metrics = Metrics, Tracing = Tracing };
        return OperatorHost.Build(run, prometheus, templates, services => services.AddSingleton<TimeProvider>(Time));
    }

    /// <summary>The same on a real kube-apiserver, which runs no garbage collector. Operators have the rights that the chart gives them.</summary>
    private static async Task<World> CreateOnClusterAsync(bool withPrometheus, bool withOperator, string? crd, DateTimeOffset? start)
    {
        var cluster = await KubeApiServerFixture.StartAsync(RealCluster.BinariesOrSkip());
        try
        {
            var account = await ChartAccount.CreateAsync(cluster, crd ?? RepositoryFiles.Crd);
            var time = new SteppedTime(start ?? Start);
            var world = new World(null, cluster, time, await FakePrometheus.StartAsync(time), withPrometheus, account);
            if (withOperator)
            {
                await world.StartOperatorAsync();
            }

            return world;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The operator as a process of its own, with the system's clock.</summary>
    /// <param name="healthPort">Where it serves its health; 0 for anywhere.</param>
    /// <param name="leaderElection">Whether it acts only while it holds the lease.</param>
    /// <param name="kubeconfigs">Value of <c>KUBECONFIG</c>, in place of the flag.</param>
    /// <param name="environment">More variables of its environment.</param>
    /// <param name="under">A command that is to start it; none for nothing.</param>
    public OperatorProcess StartOperatorProcess(
        int healthPort = 0, bool leaderElection = false, string? kubeconfigs = null, IReadOnlyDictionary<string, string>? environment = null, string[]? under = null) => OperatorProcess.Start(
    [
        .. kubeconfigs is null ? ["--kubeconfig", OperatorKubeconfigPath] : Array.Empty<string>(),
        "--health-address", FormattableString.Invariant($"127.0.0.1:{healthPort}"),
        "--leader-election", leaderElection ? "true" : "false",
        "--lease-namespace", "default",
        .. _prometheusUrl is { } url ? ["--prometheus-url", url] : Array.Empty<string>(),
    ], kubeconfigs, environment, under);

    public async Task StopOperatorAsync()
    {
        if (_operator is { } running)
        {
            _operator = null;
            await running.StopAsync();
            await running.DisposeAsync();
        }
    }

    /// <summary>Lets operators do what the roles of config/rbac do not allow, as an administrator does for a test's configuration.</summary>
    /// <param name="rights">As <see cref="PermissionTests.Rules"/> gives them.</param>
    public async Task GrantAsync(params string[] rights)
    {
        string[] more = [.. rights.Where(_granted.Add)];
        if (_account is not null && more.Length > 0)
        {
            await _account.GrantAsync(more);
        }
    }

    public async Task ApplyAsync(string name, string spec, string ns = "default", string? annotations = null)
    {
        if (spec.Contains("\"deletionPolicy\":\"Delete\"", StringComparison.Ordinal) && spec.Contains("\"git\":", StringComparison.Ordinal))
        {
            // What git.allowDeletion of the chart grants, where a resource of this world asks for it.
            await GrantAsync([.. PermissionTests.Rules("git_deletion_role.yaml")]);
        }

        var manifest = $$"""{"apiVersion":"postmortem.dev/v1alpha1","kind":"PostMortem","metadata":{"name":"{{name}}","annotations":{{annotations ?? "{}"}}},"spec":{{spec}}}""";
        await Client.ApplyAsync(PostMortemReconciler.PostMortems, new ObjectKey(ns, name), Encoding.UTF8.GetBytes(manifest), "test", force: true, null, CancellationToken.None);
    }

    public Task<LivePostMortemView?> FindAsync(string name, string ns = "default") => LivePostMortemView.FindAsync(Client, new ObjectKey(ns, name));

    public Task<JsonObject?> FindConfigMapAsync(string name, string ns = "default") =>
        Client.FindAsync<JsonObject>(ResourceType.ConfigMap, new ObjectKey(ns, name), CancellationToken.None);

    public Task DeleteAsync(string name, string ns = "default") =>
        Client.DeleteAsync(PostMortemReconciler.PostMortems, new ObjectKey(ns, name), null, CancellationToken.None);

    public Task PatchConfigMapAsync(string name, string mergePatch) =>
        Client.MergePatchAsync<byte[], JsonObject>(ResourceType.ConfigMap, new ObjectKey("default", name), Encoding.UTF8.GetBytes(mergePatch), "somebody", CancellationToken.None);

    /// <summary>Waits until the resource is as it should be, and checks after each reconcile that its conditions obey kstatus.</summary>
    public async Task<LivePostMortemView> UntilAsync(string name, Func<LivePostMortemView, bool> condition, string what, string ns = "default")
    {
        LivePostMortemView? last = null;
        await Until.TrueAsync(
            async () =>
            {
                last = await FindAsync(name, ns);
                if (last?.Status?.Conditions is { } conditions && last.IsReconciled)
                {
                    // What is suspended is left alone, so that its other conditions are of the generation before.
                    var judged = last.Is(ConditionTypes.Suspended) ? conditions.Where(c => c.Type is ConditionTypes.Ready or ConditionTypes.Suspended) : conditions;
                    var report = new KstatusChecker().Check(judged, last.Generation, last.Status.ObservedGeneration ?? 0);
                    Assert.True(report.IsClean, $"{name}: {report}");
                }

                return last is not null && condition(last);
            },
            () => $"{name} {what}; it is {last}");
        return last!;
    }

    public Task<LivePostMortemView> UntilReadyAsync(string name, string ns = "default") =>
        UntilAsync(name, p => p.IsCurrent && p.Is(ConditionTypes.Ready), "is ready", ns);

    public Task<LivePostMortemView> UntilStalledAsync(string name, string reason) =>
        UntilAsync(name, p => p.IsCurrent && p.Reason(ConditionTypes.Stalled) == reason, $"is stalled with {reason}");

    public long Writes => Server.Requests.CountWrites(Operator);

    public async ValueTask DisposeAsync()
    {
        await StopOperatorAsync();
        _connection.Dispose();
        string[] notAllowed = _sandbox is null ? [] : [.. PermissionTests.NotAllowed(_sandbox).Except(_granted, StringComparer.Ordinal)];
        await (_sandbox?.DisposeAsync() ?? _cluster!.DisposeAsync());
        await Prometheus.DisposeAsync();
        Assert.True(notAllowed.Length == 0, $"The operator asked for what config/rbac does not grant: {string.Join(", ", notAllowed)}");
    }
}
