using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>How far an action item has come.</summary>
public sealed record ActionItemReport
{
    /// <summary>What the spec says.</summary>
    public required ActionItemSpec Spec { get; init; }

    /// <summary>The last day on which it is in time; null when the spec does not state it.</summary>
    public DateOnly? DueDate => Spec.DueDate;

    /// <summary>Whether that day is over (in spec.timeZone) and it is neither done nor given up.</summary>
    public bool Overdue { get; init; }

    /// <summary>Whether it is done or given up.</summary>
    public bool Closed => Spec.State is ActionItemState.Done or ActionItemState.WontDo;
}
