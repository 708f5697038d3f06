namespace Operator.Api;

/// <summary>How far an action item has come.</summary>
public sealed record ActionItemStatus
{
    /// <summary>The action item's identifier.</summary>
    public required string Id { get; init; }

    /// <summary>What a person says about it.</summary>
    public required ActionItemState State { get; init; }

    /// <summary>The last day on which it is in time, as the spec states it.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>Whether that day is over and it is not done.</summary>
    public bool Overdue { get; init; }
}
