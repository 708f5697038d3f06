using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Leases;

namespace Operator.Runtime.Tests.Leases;

/// <summary>A replica that starts, leads, loses, stops in good order and starts again.</summary>
internal sealed class Candidate(SimulatedProcess process, SimulatedLease lease, Random random)
{
    public SimulatedProcess Process { get; } = process;

    public LeaderElector? Elector { get; private set; }

    public bool IsLeading => Elector?.IsValid ?? false;

    public int Acquired { get; private set; }

    public int Lost { get; private set; }

    public int Released { get; private set; }

    /// <summary>Longest time for which it leads before it stops in good order.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);

    public void Start(CancellationToken cancellationToken) => Process.Post(_ => Running = RunAsync(cancellationToken), null);

    public Task? Running { get; private set; }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Elector = new LeaderElector(
                lease, new LeaderElectionOptions { Identity = "pod" }, Process.Clock, new Jitter(random), RuntimeMetrics.None, NullLogger.Instance);
            await Elector.AcquireAsync(cancellationToken);
            Acquired++;
            using var drained = new CancellationTokenSource(Patience * random.NextDouble(), Process.Clock);
            try
            {
                await Elector.HoldAsync(drained.Token);
            }
            catch (LeadershipLostException)
            {
                Lost++;
            }
            catch (OperationCanceledException) when (drained.IsCancellationRequested)
            {
                Released++;
                await Elector.ReleaseAsync();
            }

            // The pod is replaced.
            await Task.Delay(TimeSpan.FromSeconds(random.Next(3, 8)), Process.Clock, CancellationToken.None);
        }
    }
}
