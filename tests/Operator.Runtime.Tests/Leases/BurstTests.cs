using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Leases;
using Operator.Runtime.Tests.Controllers;

namespace Operator.Runtime.Tests.Leases;

/// <summary>Karpenter lost its lease behind its own requests; ours has a client and connections of its own.</summary>
public sealed class BurstTests
{
    [Fact]
    public async Task The_lease_is_renewed_though_hundreds_of_requests_wait_for_the_client_s_limit_and_for_the_server()
    {
        await using var server = await MiniApiServer.StartAsync();
        var configuration = new KubernetesClientConfiguration { Host = server.Address };
        var options = new KubeApiClientOptions { Qps = 0.001, Burst = 50 };
        using var connection = KubeApiConnection.Create(configuration, options);
        using var leaseConnection = KubeApiConnection.CreateForLease(configuration, options);
        var client = connection.CreateClient(options);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var watch = new ListQuery(null, ResourceVersion: "10", WatchTimeout: TimeSpan.FromMinutes(5));
        var requests = Enumerable.Range(0, 300).Select(_ => client.OpenAsync(new ResourceType("example.org", "v1", "Thing", "things"), null, watch, stop.Token)).ToArray();
        await UntilAsync(() => Arrived() == options.Burst);

        var lease = new KubeLeaseClient(leaseConnection.CreateLeaseClient(options, TimeProvider.System, RuntimeMetrics.None), new ObjectKey("default", "lease"), "test");
        var election = new LeaderElectionOptions { RetryPeriod = TimeSpan.FromSeconds(0.05) };
        var elector = new LeaderElector(lease, election, TimeProvider.System, Jitter.Create(), RuntimeMetrics.None, NullLogger.Instance);
        await elector.AcquireAsync(stop.Token);
        var holding = elector.HoldAsync(stop.Token);
        await UntilAsync(() => server.Renewals > 20);

        Assert.True(elector.IsValid);
        Assert.Equal(options.Burst, Arrived());
        Assert.DoesNotContain(requests, r => r.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(requests));

        int Arrived() => server.Requests.Count(r => r.EndsWith("/things", StringComparison.Ordinal));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }
}
