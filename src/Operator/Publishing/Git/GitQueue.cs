using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>What is due for a branch, at most one request of a resource. Safe for concurrent use; one worker takes.</summary>
/// <param name="time">The clock.</param>
internal sealed class GitQueue(TimeProvider time) : IDisposable
{
    // One batch. What is beyond waits without its content and is asked for again, so that memory is bounded.
    private const int MostRequests = 200;
    private const long MostBytes = 24 << 20;

    // So that resources that are due at the same time share a push.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);
    private const int MostLingers = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, GitRequest> _waiting = [];
    private readonly HashSet<ObjectKey> _crowdedOut = [];
    private readonly SemaphoreSlim _due = new(0);
    private long _bytes;

    /// <summary>Adds a request, in place of an earlier one of the resource; if there are too many, the resource alone is remembered.</summary>
    public void Add(GitRequest request)
    {
        lock (_lock)
        {
            var known = _waiting.GetValueOrDefault(request.Key);
            if (known is null && (_waiting.Count >= MostRequests || _bytes + request.Size > MostBytes) && _waiting.Count > 0)
            {
                _crowdedOut.Add(request.Key);
                return;
            }

            _waiting[request.Key] = request;
            _bytes += request.Size - (known?.Size ?? 0);
            _due.Release();
        }
    }

    /// <summary>Removes what waits of a resource.</summary>
    public void Remove(ObjectKey key)
    {
        lock (_lock)
        {
            _bytes -= _waiting.Remove(key, out var request) ? request.Size : 0;
            _crowdedOut.Remove(key);
        }
    }

    /// <summary>Takes all requests.</summary>
    public GitRequest[] Take()
    {
        GitRequest[] taken;
        lock (_lock)
        {
            taken = [.. _waiting.Values];
            _waiting.Clear();
            _bytes = 0;

            // Within the lock, or the signal of a request that is added in this moment would be lost with those that are taken.
            while (_due.Wait(0))
            {
            }
        }

        return taken;
    }

    /// <summary>Takes the resources that are to ask again, as many as there is room for.</summary>
    public ObjectKey[] TakeCrowdedOut()
    {
        lock (_lock)
        {
            ObjectKey[] taken = [.. _crowdedOut.Take(MostRequests)];
            _crowdedOut.ExceptWith(taken);
            return taken;
        }
    }

    /// <summary>Waits until something is due.</summary>
    /// <returns>False if nothing was, for so long.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _due.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits a little for what is due at the same time.</summary>
    public async Task LingerAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostLingers && await WaitAsync(Linger, cancellationToken); i++)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _due.Dispose();
}
