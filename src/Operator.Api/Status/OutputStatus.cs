namespace Operator.Api;

/// <summary>A place where the document was published.</summary>
public sealed record OutputStatus
{
    /// <summary>What kind of place, such as ConfigMap.</summary>
    public required string Type { get; init; }

    /// <summary>Where it is, such as namespace/name.</summary>
    public required string Location { get; init; }
}
