namespace Operator.Runtime;

/// <summary>
/// Bounded waits that resume only through the awaiter's own context. <see cref="Task.WaitAsync(CancellationToken)"/> goes
/// through the thread pool, which a single-threaded simulation cannot follow.
/// </summary>
internal static class Waiting
{
    /// <summary>Waits for a task, or throws when the token is cancelled first.</summary>
    public static async Task UntilAsync(Task task, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), end);
        _ = ForwardAsync(task, end);
        await end.Task;
    }

    private static async Task ForwardAsync(Task task, TaskCompletionSource end)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        end.TrySetFromTask(task);
    }
}
