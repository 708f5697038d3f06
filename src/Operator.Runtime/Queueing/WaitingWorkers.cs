namespace Operator.Runtime.Queueing;

/// <summary>Workers in line for a key, first come, first served. Who is cancelled stays in line and is ignored.</summary>
internal sealed class WaitingWorkers<TKey>
{
    private readonly Queue<TaskCompletionSource<QueueItem<TKey>?>> _line = new();

    /// <summary>Whether somebody waits.</summary>
    public bool Any()
    {
        while (_line.TryPeek(out var first))
        {
            if (!first.Task.IsCompleted)
            {
                return true;
            }

            _line.Dequeue();
        }

        return false;
    }

    /// <summary>Joins the line at once, and completes with a key, or with null when there will be none.</summary>
    public async Task<QueueItem<TKey>?> WaitAsync(CancellationToken cancellationToken)
    {
        var worker = new TaskCompletionSource<QueueItem<TKey>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _line.Enqueue(worker);
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<QueueItem<TKey>?>)state!).TrySetCanceled(token), worker);
        return await worker.Task;
    }

    /// <summary>Gives the key to the first in line; false when all were cancelled in the meantime.</summary>
    public bool TryGive(QueueItem<TKey> item)
    {
        while (_line.TryDequeue(out var first))
        {
            if (first.TrySetResult(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells all that there will be no key.</summary>
    public void Dismiss()
    {
        while (_line.TryDequeue(out var worker))
        {
            worker.TrySetResult(null);
        }
    }
}
