namespace Operator.Core.Documents.Model;

/// <summary>A point in time of the incident and who tells it.</summary>
public sealed record EvidenceTimeModel
{
    /// <summary>Such as "Detection".</summary>
    public required string Name { get; init; }

    /// <summary>Date, time and zone.</summary>
    public required string Time { get; init; }

    /// <summary>Such as "alert".</summary>
    public required string Source { get; init; }

    /// <summary>How far it may be off, such as "15s"; null where a person said it.</summary>
    public string? Within { get; init; }
}
