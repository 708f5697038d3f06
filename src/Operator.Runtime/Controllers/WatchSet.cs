using Operator.Runtime.Client;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Controllers;

/// <summary>
/// The lists and watches of one controller, by namespace. A namespace whose lists cannot be read keeps none of the others waiting: it is
/// tried for ever, and joins when it can be read.
/// </summary>
internal sealed class WatchSet
{
    private readonly List<Reflector> _reflectors = [];

    /// <summary>Adds a list and watch, before any of them runs.</summary>
    public void Add(Reflector reflector) => _reflectors.Add(reflector);

    /// <summary>Lists and watches until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Loops.RunAsync(cancellationToken, _reflectors.Select(r => (Func<CancellationToken, Task>)r.RunAsync));

    /// <summary>Loops that do not go round any more.</summary>
    public IEnumerable<string> FindStuck() => _reflectors
        .Where(r => r.Pulse.Overdue > TimeSpan.Zero)
        .Select(r => $"watch {r.Name}: the loop has been stuck for {r.Pulse.Overdue}");

    /// <summary>What is to be read before work can start. Once one namespace was read as a whole, another that fails is not among it.</summary>
    public IEnumerable<string> FindMissing()
    {
        var canStart = CanStart;
        return Unread.Where(r => !canStart || r.Problem is null).Select(r => $"list {r.Name}: {Cause(r)}");
    }

    /// <summary>What is not watched, or not any more, while the rest is.</summary>
    public IEnumerable<string> FindUnwatched() =>
        CanStart ? _reflectors.Where(r => r.IsRefused || (!r.Synced.IsCompleted && r.Problem is not null)).Select(r => $"{r.Name} is not watched: {Cause(r)}") : [];

    /// <summary>
    /// Waits until each list was read or is refused, and those of one namespace were all read. When time runs out, what was read is enough if it is
    /// a whole namespace.
    /// </summary>
    /// <exception cref="TimeoutException">No namespace was read as a whole in time; the message says why.</exception>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(timeout, time, cancellationToken);
        try
        {
            foreach (var reflector in _reflectors)
            {
                await Waiting.UntilAsync(reflector.Settled, deadline.Token);
            }

            await FirstNamespaceAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.HasExpired && CanStart)
        {
            // The others join when they can be read.
        }
        catch (OperationCanceledException e) when (deadline.HasExpired)
        {
            throw new TimeoutException(string.Join("; ", Unread.Select(Cause)), e);
        }
    }

    private IEnumerable<Reflector> Unread => _reflectors.Where(r => !r.Synced.IsCompleted);

    private IEnumerable<IGrouping<string, Reflector>> Namespaces => _reflectors.GroupBy(r => r.Namespace ?? "", StringComparer.Ordinal);

    private bool CanStart => Namespaces.Any(ns => ns.All(r => r.Synced.IsCompleted));

    private static string Cause(Reflector reflector) => reflector.Problem ?? "the first list is under way";

    private async Task FirstNamespaceAsync(CancellationToken cancellationToken)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var ns in Namespaces)
        {
            _ = CompleteAsync([.. ns]);
        }

        await Waiting.UntilAsync(first.Task, cancellationToken);

        async Task CompleteAsync(Reflector[] lists)
        {
            foreach (var list in lists)
            {
                await list.Synced;
            }

            first.TrySetResult();
        }
    }
}
