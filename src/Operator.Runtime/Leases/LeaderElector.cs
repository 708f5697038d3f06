using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Leases;

/// <summary>
/// Acquires, renews and releases a Lease. Time is measured by the monotonic clock of this process alone: a holder counts
/// as gone when its record has not changed here for the duration that it wrote itself, and this process counts as
/// holder from the moment before the request that last succeeded, for the renew deadline, which is shorter.
/// </summary>
public sealed partial class LeaderElector
{
    private const double ShortestWaitShare = 0.8;

    // A try that meets a dead connection leaves time for two more on fresh ones.
    private const int TriesPerDeadline = 3;

    private readonly ILeaseClient _lease;
    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly RuntimeMetrics _metrics;
    private readonly ILogger _log;

    private LeaseRecord? _observed;
    private long _observedAt;
    private long _renewedAt;
    private volatile bool _holds;

    /// <summary>Creates an elector that does nothing until <see cref="AcquireAsync"/>.</summary>
    public LeaderElector(
        ILeaseClient lease, LeaderElectionOptions options, TimeProvider time, Jitter jitter, RuntimeMetrics metrics, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(jitter);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(lease);
        options.Validate();
        (_lease, _options, _time, _jitter, _metrics, _log) = (lease, options, time, jitter, metrics, log);
        Identity = $"{options.Identity}_{(uint)(jitter.Next() * uint.MaxValue):x8}";
        Pulse = new Heartbeat(time);
        metrics.RecordLeadership(lease.Name, leading: false);
    }

    /// <summary>Whether the loop still goes round, whatever the server does.</summary>
    internal Heartbeat Pulse { get; }

    /// <summary>This process among the candidates.</summary>
    public string Identity { get; }

    /// <summary>Who holds the lease as far as is known: empty when nobody does, null before the first answer.</summary>
    public string? KnownHolder => Volatile.Read(ref _observed)?.Holder;

    /// <summary>Whether this process may act at this moment. To be asked before every side effect.</summary>
    public bool IsValid => _holds && _time.GetElapsedTime(Volatile.Read(ref _renewedAt)) < _options.RenewDeadline;

    /// <summary>Throws when this process may not act at this moment.</summary>
    /// <exception cref="LeadershipLostException">The lease is not held, or was not renewed in time.</exception>
    public void EnsureValid()
    {
        if (!IsValid)
        {
            throw new LeadershipLostException(_lease.Name, "it was not renewed in time");
        }
    }

    /// <summary>Waits until this process holds the lease.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (!await TryAsync(LongestTry, cancellationToken))
        {
            await DelayAsync(cancellationToken);
        }

        Log.Acquired(_log, _lease.Name, Identity);
        _metrics.RecordLeadership(_lease.Name, leading: true);
    }

    /// <summary>Renews the lease until cancelled.</summary>
    /// <exception cref="LeadershipLostException">Somebody else holds it, or no renewal succeeded within the renew deadline.</exception>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        while (_holds)
        {
            await DelayAsync(cancellationToken);
            var left = _options.RenewDeadline - _time.GetElapsedTime(_renewedAt);
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            await TryAsync(left < LongestTry ? left : LongestTry, cancellationToken);
        }

        var cause = _holds ? $"no renewal succeeded for {_options.RenewDeadline.TotalSeconds:0.#} s" : $"{KnownHolder} holds it";
        Lose();
        throw new LeadershipLostException(_lease.Name, cause);
    }

    /// <summary>Lets the next candidate acquire the lease at once. To be called when nothing acts any more.</summary>
    public async Task ReleaseAsync()
    {
        if (!IsValid)
        {
            Lose();
            return;
        }

        Lose();
        var now = _time.GetUtcNow();
        var released = _observed! with { Holder = "", Duration = TimeSpan.FromSeconds(1), AcquiredAt = now, RenewedAt = now };
        using var deadline = new Deadline(_options.RetryPeriod, _time, CancellationToken.None);
        try
        {
            Volatile.Write(ref _observed, await _lease.UpdateAsync(released, deadline.Token));
            Log.Released(_log, _lease.Name);
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            Log.NotReleased(_log, _lease.Name, e.Message);
        }
    }

    private TimeSpan LongestTry => _options.RenewDeadline / TriesPerDeadline;

    private void Lose()
    {
        Pulse.Rest();
        _holds = false;
        _metrics.RecordLeadership(_lease.Name, leading: false);
    }

    private Task DelayAsync(CancellationToken cancellationToken)
    {
        Pulse.Expect(_options.RetryPeriod);
        return Task.Delay(_jitter.Between(_options.RetryPeriod * ShortestWaitShare, _options.RetryPeriod), _time, cancellationToken);
    }

    /// <summary>One try within the given time; true when it succeeded.</summary>
    private async Task<bool> TryAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Pulse.Expect(timeout);
        using var deadline = new Deadline(timeout, _time, cancellationToken);
        var start = _time.GetTimestamp();
        try
        {
            var written = await WriteAsync(deadline.Token);
            if (written is null)
            {
                return false;
            }

            Observe(written);
            Volatile.Write(ref _renewedAt, start);
            _holds = true;
            return true;
        }
        catch (KubeApiException e)
        {
            if (e.IsConflict || e.IsNotFound)
            {
                // What we knew is outdated: the next try reads first.
                _mustRead = true;
            }

            Log.TryFailed(_log, _lease.Name, e.Message);
            return false;
        }
        catch (OperationCanceledException) when (deadline.HasExpired)
        {
            _mustRead = true;
            Log.TryFailed(_log, _lease.Name, "the API server did not answer in time");
            return false;
        }
    }

    private bool _mustRead = true;

    /// <summary>Writes ourselves into the Lease if that is allowed; null when somebody else holds it.</summary>
    private async Task<LeaseRecord?> WriteAsync(CancellationToken cancellationToken)
    {
        if (_mustRead || !_holds)
        {
            if (await _lease.GetAsync(cancellationToken) is not { } current)
            {
                return await _lease.CreateAsync(Ours(null), cancellationToken);
            }

            Observe(current);
            _mustRead = false;
        }

        var known = _observed!;
        if (known.Holder.Length > 0 && known.Holder != Identity)
        {
            _holds = false;
            var patience = RetryAfter.Limit(known.Duration) ?? _options.LeaseDuration;
            if (_time.GetElapsedTime(_observedAt) < patience)
            {
                return null;
            }
        }

        return await _lease.UpdateAsync(Ours(known), cancellationToken);
    }

    private LeaseRecord Ours(LeaseRecord? known)
    {
        var now = _time.GetUtcNow();
        var continues = known?.Holder == Identity;
        return new LeaseRecord(
            Identity,
            _options.LeaseDuration,
            continues ? known!.AcquiredAt : now,
            now,
            known is null ? 0 : known.Transitions + (continues ? 0 : 1),
            known?.ResourceVersion ?? "");
    }

    private void Observe(LeaseRecord record)
    {
        if (_observed?.ResourceVersion != record.ResourceVersion)
        {
            _observedAt = _time.GetTimestamp();
        }

        Volatile.Write(ref _observed, record);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Holding lease {Lease} as {Identity}")]
        public static partial void Acquired(ILogger logger, string lease, string identity);

        [LoggerMessage(Level = LogLevel.Information, Message = "Released lease {Lease}")]
        public static partial void Released(ILogger logger, string lease);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Lease {Lease} could not be released, so the next holder waits for it to expire: {Cause}")]
        public static partial void NotReleased(ILogger logger, string lease, string cause);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Lease {Lease} could not be written: {Cause}")]
        public static partial void TryFailed(ILogger logger, string lease, string cause);
    }
}
