using Operator.Runtime.Controllers;

namespace Operator.Runtime.Tests.Chaos;

/// <summary>Reads the truth, at times slowly, and fails in every way that a reconciler can; notes what it saw when it succeeded.</summary>
internal sealed class ChaosReconciler(ChaosServer server, Random random, TimeProvider time) : IReconciler
{
    private readonly HashSet<ObjectKey> _active = [];

    public bool IsFaulty { get; set; } = true;

    /// <summary>Unique ID and intent at the start of the last successful reconcile; null when the object was gone.</summary>
    public Dictionary<ObjectKey, (Guid Uid, int Intent)?> Seen { get; } = [];

    public List<string> Violations { get; } = [];

    public int Reconciles { get; private set; }

    public int Failures { get; private set; }

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, ReconcileContext context, CancellationToken cancellationToken)
    {
        Reconciles++;
        if (!_active.Add(key))
        {
            Violations.Add($"two workers have {key}");
        }

        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 100)), time, cancellationToken);
            var seen = server.Expected(key);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 2000)), time, cancellationToken);
            if (IsFaulty)
            {
                await MayFailAsync(cancellationToken);
            }

            Seen[key] = seen;
            return random.Next(4) == 0 ? ReconcileResult.After(TimeSpan.FromHours(50)) : ReconcileResult.Done;
        }
        finally
        {
            _active.Remove(key);
        }
    }

    private async Task MayFailAsync(CancellationToken cancellationToken)
    {
        var failure = random.Next(8);
        Failures += failure <= 4 ? 1 : 0;
        switch (failure)
        {
            case 0:
                throw new ReconcileException("Unavailable", "chaos");
            case 1:
                throw new ReconcileException("Busy", "chaos", retryAfter: TimeSpan.FromSeconds(random.Next(1, 30)));
            case 2:
                throw new InvalidOperationException("a defect");
            case 3:
                throw new Runtime.Client.KubeApiException("PATCH", 409, "Conflict", "chaos");
            case 4 when random.Next(4) == 0:
                // Longer than the reconcile time-out.
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            default:
                break;
        }
    }
}
