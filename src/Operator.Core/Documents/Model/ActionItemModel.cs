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

    /// <summary>Prevent, Detect, Mitigate or Process.</summary>
    public string? Type { get; init; }

    /// <summary>The ticket, as a link.</summary>
    public string? Ticket { get; init; }

    /// <summary>The query that verifies it, as code.</summary>
    public string? Query { get; init; }

    /// <summary>How long the query must hold, such as 1h.</summary>
    public string? QueryFor { get; init; }

    /// <summary>Open, InProgress, Done, WontDo, Verified or Regressed.</summary>
    public required string State { get; init; }

    /// <summary>The state with its dates, such as "✅ verified 2025-12-21"; null while it is open.</summary>
    public string? Progress { get; init; }

    /// <summary>Whether the box is ticked: it is done or verified.</summary>
    public required bool Done { get; init; }

    public required bool Overdue { get; init; }
}
