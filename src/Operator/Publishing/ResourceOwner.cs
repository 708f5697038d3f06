using Operator.Api;
using Operator.Runtime;

namespace Operator.Publishing;

/// <summary>The PostMortem on whose behalf something is published.</summary>
/// <param name="Key">Its namespace and name.</param>
/// <param name="Uid">Its unique ID, which tells it from a namesake of earlier times.</param>
internal readonly record struct ResourceOwner(ObjectKey Key, string Uid)
{
    /// <summary>
    /// The reference that makes Kubernetes collect a child. It does not block the owner's deletion: that would need a right on
    /// the owner's finalizers.
    /// </summary>
    public OwnerReference Reference() => new()
    {
        ApiVersion = PostMortem.GroupVersion,
        Kind = PostMortem.KindName,
        Name = Key.Name,
        Uid = Uid,
        Controller = true,
    };
}
