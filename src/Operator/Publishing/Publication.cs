namespace Operator.Publishing;

/// <summary>How far the delivery of a document to one place has come.</summary>
/// <param name="Type">What kind of place, such as ConfigMap.</param>
/// <param name="Location">Where it is, such as namespace/name.</param>
/// <param name="State">How far.</param>
internal sealed record Publication(string Type, string Location, PublicationState State)
{
    /// <summary>The revision that holds the document, such as a commit; null where places have none.</summary>
    public string? Revision { get; init; }

    /// <summary>What a delivery waits for, for people; null when it waits for nothing.</summary>
    public string? Message { get; init; }
}
