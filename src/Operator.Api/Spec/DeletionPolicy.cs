namespace Operator.Api;

/// <summary>What becomes of the saved evidence when a post-mortem is deleted.</summary>
public enum DeletionPolicy
{
    /// <summary>It stays, and a post-mortem of the same namespace, name and questions takes it over.</summary>
    Retain,

    /// <summary>Kubernetes deletes it with the post-mortem.</summary>
    Delete,
}
