namespace Operator.Core.Documents.Model;

/// <summary>One action item.</summary>
public sealed record ActionItemModel
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Owner { get; init; }

    /// <summary>The last day in time, such as 2025-12-21.</summary>
    public string? DueDate { get; init; }

    public string? SuccessCriteria { get; init; }

    /// <summary>Open, InProgress, Done or WontDo.</summary>
    public required string State { get; init; }

    /// <summary>Whether the box is ticked: it is done.</summary>
    public required bool Done { get; init; }

    public required bool Overdue { get; init; }
}
