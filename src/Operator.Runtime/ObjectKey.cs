namespace Operator.Runtime;

/// <summary>Namespace and name of one object of a known resource. Cluster-scoped objects have an empty namespace.</summary>
/// <param name="Namespace">The namespace, or the empty string.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary><c>namespace/name</c>, or only the name of a cluster-scoped object.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
