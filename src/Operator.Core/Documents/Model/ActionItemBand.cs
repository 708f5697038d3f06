namespace Operator.Core.Documents.Model;

/// <summary>The action items of one priority.</summary>
public sealed record ActionItemBand
{
    /// <summary>High, Medium or Low.</summary>
    public required string Priority { get; init; }

    /// <summary>Such as "within 1 week".</summary>
    public required string Within { get; init; }

    public IReadOnlyList<ActionItemModel> Items { get; init; } = [];
}
