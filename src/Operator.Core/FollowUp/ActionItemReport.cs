using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>How far an action item has come.</summary>
public sealed record ActionItemReport
{
    /// <summary>What the spec says.</summary>
    public required ActionItemSpec Spec { get; init; }

    /// <summary>How far it has come, by all that is said of it.</summary>
    public required FollowedState State { get; init; }

    /// <summary>The statement that decides its state; null when nobody says anything.</summary>
    public StatementStatus? Deciding { get; init; }

    /// <summary>Since when it has been done or verified; null while it is not.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The last that each source said of it.</summary>
    public IReadOnlyList<StatementStatus> Statements { get; init; } = [];

    /// <summary>The issue that the operator opens and follows for it; null when there is to be none.</summary>
    public ActionItemIssueStatus? Issue { get; init; }

    /// <summary>What Prometheus says of it; null without a query.</summary>
    public Verification? Verification { get; init; }

    /// <summary>The last day on which it is in time; null when the spec does not state it.</summary>
    public DateOnly? DueDate => Spec.DueDate;

    /// <summary>Whether that day is over (in spec.timeZone) and it is neither done nor given up.</summary>
    public bool Overdue { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool IsDone => State is FollowedState.Done or FollowedState.Verified;

    /// <summary>Whether it is done or given up.</summary>
    public bool Closed => IsDone || State == FollowedState.WontDo;
}
