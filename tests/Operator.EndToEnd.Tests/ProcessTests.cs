using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Tests.TestData;

namespace Operator.EndToEnd.Tests;

/// <summary>How the process behaves towards a kubelet: its lease, its signals, its exit codes, its health.</summary>
public class ProcessTests
{
    private static readonly ResourceType Leases = new("coordination.k8s.io", "v1", "Lease", "leases");
    private static readonly ObjectKey LeaseKey = new("default", "postmortem-operator");

    [Fact]
    public async Task Asked_to_stop_the_leader_releases_its_lease_and_the_other_process_goes_on()
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        await using var first = world.StartOperatorProcess(leaderElection: true);
        await world.ApplyAsync("before", Specs.Manual);
        await world.UntilReadyAsync("before");
        var leader = await HolderAsync(world);
        var standbyPort = ServerProcess.FreePort();
        await using var second = world.StartOperatorProcess(standbyPort, leaderElection: true);
        await UntilOkAsync(standbyPort, "/readyz", second);
        Assert.Equal(leader, await HolderAsync(world));

        Assert.Equal(0, await first.TerminateAsync());
        await world.ApplyAsync("after", Specs.Manual);
        await world.UntilReadyAsync("after");

        var successor = await HolderAsync(world);
        Assert.False(string.IsNullOrEmpty(successor));
        Assert.NotEqual(leader, successor);
        Assert.Equal(0, await second.TerminateAsync());
        Assert.True(string.IsNullOrEmpty(await HolderAsync(world)));
    }

    /// <summary>Each release of the chart names its own lease.</summary>
    [Fact]
    public async Task Processes_with_leases_of_different_names_lead_at_the_same_time()
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        await using var first = world.StartOperatorProcess(leaderElection: true);
        await using var second = world.StartOperatorProcess(
            leaderElection: true, environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["POSTMORTEM__RUN__LEASENAME"] = "incidents" });

        foreach (var name in new[] { "postmortem-operator", "incidents" })
        {
            await Until.TrueAsync(
                async () => await world.Client.FindAsync<JsonObject>(Leases, new ObjectKey("default", name), CancellationToken.None) is { } lease
                    && !string.IsNullOrEmpty((string?)lease["spec"]!["holderIdentity"]),
                () => $"somebody holds lease {name}");
        }
    }

    [Fact]
    public async Task A_process_that_has_lost_its_lease_ends_with_code_1_and_writes_nothing_more()
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        await using var process = world.StartOperatorProcess(leaderElection: true);
        await world.ApplyAsync("before", Specs.Manual);
        await world.UntilReadyAsync("before");

        const string Theft = """{"spec":{"holderIdentity":"somebody"}}""";
        await world.Client.MergePatchAsync<byte[], JsonObject>(Leases, LeaseKey, Encoding.UTF8.GetBytes(Theft), "somebody", CancellationToken.None);

        Assert.Equal(1, await process.ExitAsync());
        Assert.Equal("somebody", await HolderAsync(world));
        await world.ApplyAsync("after", Specs.Manual);
        Assert.Equal(-1, (await world.FindAsync("after"))!.Status!.ObservedGeneration);
    }

    [Fact]
    public async Task An_address_in_use_is_told_in_one_line_with_what_to_do()
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var process = world.StartOperatorProcess(port);

        Assert.Equal(2, await process.ExitAsync());

        Assert.Contains($"The operator cannot start: 127.0.0.1:{port} is in use; end what listens there, or give another --health-address", process.Log);
        Assert.DoesNotContain("   at ", process.Log);
    }

    [Fact]
    public async Task Without_the_flag_the_files_of_KUBECONFIG_are_used_and_missing_ones_skipped()
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        await using var process = world.StartOperatorProcess(kubeconfigs: $"{world.OperatorKubeconfigPath}.missing{Path.PathSeparator}{world.OperatorKubeconfigPath}");

        await world.ApplyAsync("found", Specs.Manual);
        await world.UntilReadyAsync("found");

        Assert.Equal(0, await process.TerminateAsync());
    }

    [Fact]
    public async Task What_clusters_put_into_the_environment_changes_nothing()
    {
        const string Nowhere = "http://127.0.0.1:1";
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        var port = ServerProcess.FreePort();
        await using var process = world.StartOperatorProcess(port, environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // A proxy, whose exceptions .NET does not understand.
            ["HTTP_PROXY"] = Nowhere,
            ["http_proxy"] = Nowhere,
            ["HTTPS_PROXY"] = Nowhere,
            ["ALL_PROXY"] = Nowhere,
            ["NO_PROXY"] = "10.96.0.0/12,127.0.0.0/8,*.svc",

            // What images of .NET set, and what Services of certain names set.
            ["ASPNETCORE_HTTP_PORTS"] = "8080",
            ["ASPNETCORE_URLS"] = Nowhere,
            ["URLS"] = "tcp://10.96.0.9:80",
            ["LOGGING_PORT"] = "tcp://10.96.0.8:80",
            ["POSTMORTEM_OPERATOR_PORT"] = "tcp://10.96.0.7:8081",
            ["POSTMORTEM_OPERATOR_SERVICE_PORT"] = "8081",
        });

        await UntilOkAsync(port, "/readyz", process);
        await world.ApplyAsync("found", Specs.Alerted);
        await world.UntilAsync("found", p => p.IsCurrent && p.Reason(ConditionTypes.EvidenceCollected) == Reasons.NoAlertFound, "has asked Prometheus");

        // Some nodes have no inotify instance left.
        var files = Directory.EnumerateFiles($"/proc/{process.Id}/fd").Select(file => new FileInfo(file).LinkTarget ?? "");
        Assert.DoesNotContain(files, target => target.Contains("inotify", StringComparison.Ordinal));
    }

    /// <summary>A program of machine code reads the value in another way than one that is compiled as it runs, and says nothing about one that it ignores.</summary>
    [Fact]
    public async Task The_heap_takes_the_share_of_the_memory_that_the_image_gives_to_it()
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "Dockerfile"), TestContext.Current.CancellationToken);
        var share = Regex.Match(dockerfile, "DOTNET_GCHeapHardLimitPercent=(?<share>[^ ]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["share"].Value;
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());

        await using var process = world.StartOperatorProcess(environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_GCHeapHardLimitPercent"] = share,

            // 512 MiB, as if it were the limit of a container.
            ["DOTNET_GCTotalPhysicalMemory"] = "20000000",
        });

        await Until.TrueAsync(
            () => Task.FromResult(process.Log.Contains("its heap may take 256 MiB", StringComparison.Ordinal)), () => $"the heap is half of the memory; log of the process:\n{process.Log}");
    }

    [Fact]
    public async Task Health_is_served_over_HTTP_and_readiness_waits_for_the_first_list()
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        var listsAreHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Server.Faults = async (request, _) =>
        {
            if (request.Agent == World.Operator && request.Verb == "list")
            {
                await listsAreHeld.Task;
            }

            return Sandbox.ApiServer.Requests.FaultOutcome.Continue;
        };
        var port = ServerProcess.FreePort();
        await using var process = world.StartOperatorProcess(port);

        await UntilOkAsync(port, "/healthz", process);
        Assert.NotEqual(HttpStatusCode.OK, await GetAsync(port, "/readyz"));
        listsAreHeld.SetResult();
        await UntilOkAsync(port, "/readyz", process);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(port, "/healthz"));
    }

    /// <summary>A namespace that was deleted took the operator's rights in it along.</summary>
    [Fact]
    public async Task After_a_restart_one_forbidden_namespace_keeps_no_other_waiting()
    {
        await using var world = await World.CreateAsync(withOperator: false, start: TimeProvider.System.GetUtcNow());
        world.Server.Faults = async (request, http) =>
        {
            if (request.Agent != World.Operator || request.Namespace != "gone")
            {
                return Sandbox.ApiServer.Requests.FaultOutcome.Continue;
            }

            http.Response.StatusCode = 403;
            await http.Response.WriteAsJsonAsync(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = "Forbidden", ["code"] = 403, ["message"] = "no rights here" });
            return Sandbox.ApiServer.Requests.FaultOutcome.Handled;
        };
        await world.ApplyAsync("before", Specs.Manual);
        var port = ServerProcess.FreePort();
        await using var process = world.StartOperatorProcess(port, environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["POSTMORTEM__RUN__NAMESPACES__0"] = "gone",
            ["POSTMORTEM__RUN__NAMESPACES__1"] = "default",
        });

        await UntilOkAsync(port, "/readyz", process);
        await world.UntilReadyAsync("before");

        using var http = new HttpClient(new SocketsHttpHandler());
        var told = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/readyz"), TestContext.Current.CancellationToken);
        Assert.StartsWith("ok\npostmortems.postmortem.dev in gone is not watched: ", told);
        Assert.Contains("no rights here", told);
        Assert.Contains("starts without a part of what it shall watch", process.WholeLog);
    }

    private static async Task<string?> HolderAsync(World world) =>
        (await world.Client.FindAsync<JsonObject>(Leases, LeaseKey, CancellationToken.None))?["spec"]?["holderIdentity"]?.GetValue<string>();

    private static Task UntilOkAsync(int port, string path, OperatorProcess process) => Until.TrueAsync(
        async () => await GetAsync(port, path) == HttpStatusCode.OK,
        () => $"{path} is fine; log of the process:\n{process.Log}");

    private static async Task<HttpStatusCode?> GetAsync(int port, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
