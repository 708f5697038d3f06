using System.Runtime.ExceptionServices;

namespace Operator.Runtime.Controllers;

/// <summary>Runs loops side by side. Without one of them the others would look alive and do half the work, so they end together.</summary>
internal static class Loops
{
    /// <summary>Runs all loops until each has ended. The first that fails cancels the others, and its exception is thrown.</summary>
    /// <param name="cancellationToken">Asks all of them to end.</param>
    /// <param name="loops">The loops; each ends when its token is cancelled.</param>
    public static async Task RunAsync(CancellationToken cancellationToken, params IEnumerable<Func<CancellationToken, Task>> loops)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = loops.Select(loop => loop(stop.Token)).ToList();
        Exception? failure = null;
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            if (ended.IsFaulted)
            {
                failure ??= ended.Exception.InnerException;
                stop.Cancel();
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
