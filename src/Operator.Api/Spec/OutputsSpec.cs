namespace Operator.Api;

/// <summary>Where the document is published.</summary>
public sealed record OutputsSpec
{
    /// <summary>A ConfigMap in the resource's namespace.</summary>
    public ConfigMapOutputSpec? ConfigMap { get; init; }

    /// <summary>A Git repository, in which people may edit the document.</summary>
    public GitOutputSpec? Git { get; init; }
}
