using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Leases;
using Operator.Runtime.Tests.Controllers;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Leases;

public sealed class DeadConnectionTests
{
    [Fact]
    public async Task A_lease_outlives_the_death_of_its_connection()
    {
        await using var server = await MiniApiServer.StartAsync();
        await using var proxy = SwallowingProxy.Start(new Uri(server.Address));
        var options = new KubeApiClientOptions();
        var election = new LeaderElectionOptions { RenewDeadline = TimeSpan.FromSeconds(9), RetryPeriod = TimeSpan.FromSeconds(0.2) };
        using var connection = KubeApiConnection.CreateForLease(new KubernetesClientConfiguration { Host = $"http://127.0.0.1:{proxy.Port}" }, options);
        var lease = new KubeLeaseClient(connection.CreateLeaseClient(options, TimeProvider.System, RuntimeMetrics.None), new ObjectKey("default", "lease"), "test");
        var elector = new LeaderElector(lease, election, TimeProvider.System, Jitter.Create(), RuntimeMetrics.None, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        await elector.AcquireAsync(stop.Token);
        var holding = elector.HoldAsync(stop.Token);
        await UntilAsync(() => server.Renewals > 1);

        proxy.Swallow();
        var before = server.Renewals;
        await UntilAsync(() => server.Renewals > before + 1);

        Assert.True(elector.IsValid);
        Assert.False(holding.IsCompleted);
        Assert.Equal(2, proxy.Connections);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
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
