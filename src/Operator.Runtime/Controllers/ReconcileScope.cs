using System.Collections;

namespace Operator.Runtime.Controllers;

/// <summary>The log scope of one reconcile: <c>namespace</c>, <c>name</c> and <c>reconcileId</c>, without a dictionary per reconcile.</summary>
internal sealed class ReconcileScope(ObjectKey key, string reconcileId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("namespace", key.Namespace),
        1 => new("name", key.Name),
        2 => new("reconcileId", reconcileId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => $"{key} {reconcileId}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
