using System.Globalization;
using Operator.Runtime.Client;
using Operator.Runtime.Leases;

namespace Operator.Runtime.Tests.Leases;

/// <summary>The Lease on a server that is slow, fails, loses answers, and is at times away altogether.</summary>
internal sealed class SimulatedLease(Random random, TimeProvider time) : ILeaseClient
{
    private LeaseRecord? _record;
    private long _version;

    public string Name => "default/lease";

    /// <summary>Requests in a hundred that fail.</summary>
    public int FailurePercent { get; set; }

    public bool IsAway { get; set; }

    /// <summary>What every answer waits for, whoever gives up.</summary>
    public Task Answer { get; set; } = Task.CompletedTask;

    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(100);

    public LeaseRecord? Record => _record;

    public void Put(LeaseRecord record) => _record = record with { ResourceVersion = NextVersion() };

    public Task<LeaseRecord?> GetAsync(CancellationToken cancellationToken) => CallAsync(() => _record, cancellationToken);

    public async Task<LeaseRecord> CreateAsync(LeaseRecord record, CancellationToken cancellationToken) =>
        (await CallAsync(
            () =>
            {
                if (_record is not null)
                {
                    throw new KubeApiException("POST", 409, "AlreadyExists", "simulated");
                }

                Put(record);
                return _record;
            },
            cancellationToken))!;

    public async Task<LeaseRecord> UpdateAsync(LeaseRecord record, CancellationToken cancellationToken) =>
        (await CallAsync(
            () =>
            {
                if (_record?.ResourceVersion != record.ResourceVersion)
                {
                    throw new KubeApiException("PATCH", 409, "Conflict", "simulated");
                }

                Put(record);
                return _record;
            },
            cancellationToken))!;

    private async Task<LeaseRecord?> CallAsync(Func<LeaseRecord?> apply, CancellationToken cancellationToken)
    {
        await Answer;
        await Task.Delay(Latency * random.NextDouble(), time, CancellationToken.None);
        var fault = IsAway ? random.Next(3) : random.Next(100) < FailurePercent ? random.Next(5) : -1;
        switch (fault)
        {
            case 0:
                throw new KubeApiException("lease", 0, "Unreachable", "simulated");
            case 1:
                await StallAsync(cancellationToken);
                break;
            case 2:
                throw new KubeApiException("lease", 500, "InternalError", "simulated");
            case 3:
                apply();
                throw new KubeApiException("lease", 0, "Unreachable", "the answer was lost");
            case 4:
                apply();
                await StallAsync(cancellationToken);
                break;
            default:
                break;
        }

        var result = apply();

        // The write happens here and the caller learns of it later, whatever it did meanwhile.
        await Task.Delay(Latency * random.NextDouble(), time, CancellationToken.None);
        return result;
    }

    private async Task StallAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private string NextVersion() => (++_version).ToString(CultureInfo.InvariantCulture);
}
