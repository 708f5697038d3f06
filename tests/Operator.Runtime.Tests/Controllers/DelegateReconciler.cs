using Operator.Runtime.Controllers;

namespace Operator.Runtime.Tests.Controllers;

/// <summary>A reconciler of one function; keeps what it was called with.</summary>
internal sealed class DelegateReconciler(Func<ObjectKey, ReconcileContext, CancellationToken, Task<ReconcileResult>> reconcile) : IReconciler
{
    public DelegateReconciler()
        : this((_, _, _) => Task.FromResult(ReconcileResult.Done))
    {
    }

    public List<(string Name, ReconcileContext Context)> Calls { get; } = [];

    public IEnumerable<string> Names => Calls.Select(c => c.Name);

    public Task<ReconcileResult> ReconcileAsync(ObjectKey key, ReconcileContext context, CancellationToken cancellationToken)
    {
        Calls.Add((key.Name, context));
        return reconcile(key, context, cancellationToken);
    }
}
