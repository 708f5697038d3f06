using System.Runtime.ExceptionServices;

namespace Operator.Runtime.Tests.Support;

/// <summary>
/// Runs all continuations on one thread. Which of the ready ones goes first is drawn from the seed, so that each seed
/// explores its own interleaving and repeats it exactly; when none is ready, the virtual clock moves on.
/// </summary>
internal sealed class SimulationContext(VirtualTime time, Random random) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public int Steps { get; private set; }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Something left the simulation's thread, so its order would not repeat.");
        }

        _ready.Add((d, state));
    }

    /// <summary>Runs until the condition holds.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            while (!condition())
            {
                if (!RunOne() && !time.FireNext(limit))
                {
                    return condition();
                }
            }

            return true;
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    /// <summary>Starts and finishes an operation within the simulation.</summary>
    public void Run(Func<Task> operation, TimeSpan limit)
    {
        Task? task = null;
        Post(_ => task = operation(), null);
        RunUntil(() => task is { IsCompleted: true }, limit);
        if (task is not { IsCompleted: true })
        {
            throw new TimeoutException($"The simulation did not end within {limit} of virtual time.");
        }

        if (task.Exception is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException!);
        }
    }

    private bool RunOne()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        // Only the oldest few compete, so that nothing starves.
        var index = random.Next(Math.Min(_ready.Count, 4));
        var (callback, state) = _ready[index];
        _ready.RemoveAt(index);
        Steps++;
        callback(state);
        return true;
    }
}
