using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Events;

namespace Operator.Runtime.Tests.Controllers;

/// <summary>The whole runtime in a host, over real HTTP.</summary>
public sealed class HostTests
{
    private static readonly ResourceType Things = new("example.org", "v1", "Thing", "things");

    [Fact]
    public async Task A_host_lists_leads_reconciles_and_lets_go()
    {
        await using var server = await MiniApiServer.StartAsync();
        var kubeconfig = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(kubeconfig, $$$"""
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "{{{server.Address}}}"}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                users: [{name: u, user: {token: secret}}]
                """);
            using var host = Build(kubeconfig);
            await host.StartAsync();
            var health = host.Services.GetRequiredService<HealthCheckService>();
            var reconciler = host.Services.GetRequiredService<RecordingReconciler>();

            server.Send("""{"type":"ADDED","object":{"metadata":{"name":"a","namespace":"ns","resourceVersion":"11"}}}""");
            await UntilAsync(() => reconciler.Seen == new ObjectKey("ns", "a"));
            Assert.All((await health.CheckHealthAsync()).Entries.Values, e => Assert.Equal(HealthStatus.Healthy, e.Status));
            Assert.StartsWith("tester_", server.LeaseHolder);

            // Events travel in the background and are best effort; a host that stops does not wait for them.
            await UntilAsync(() => server.Requests.Any(r => r.StartsWith("POST /apis/events.k8s.io/v1/namespaces/ns/events", StringComparison.Ordinal)));

            await host.StopAsync();
            Assert.Equal("", server.LeaseHolder);
        }
        finally
        {
            File.Delete(kubeconfig);
        }
    }

    private static IHost Build(string kubeconfig)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddOperatorRuntime(runtime =>
        {
            runtime.Kubeconfig = kubeconfig;
            runtime.LeaderElection.Identity = "tester";
        });
        builder.Services.AddController<RecordingReconciler>(new ControllerDefinition { Name = "things", Resource = Things });
        return builder.Build();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    private sealed class RecordingReconciler(EventRecorder events) : IReconciler
    {
        public ObjectKey? Seen { get; private set; }

        public Task<ReconcileResult> ReconcileAsync(ObjectKey key, ReconcileContext context, CancellationToken cancellationToken)
        {
            context.EnsureMayAct();
            events.Record(new ObjectReference(Things, key, "u"), EventType.Normal, "Seen", "Reconcile", "seen");
            Seen = key;
            return Task.FromResult(ReconcileResult.Done);
        }
    }
}
