using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Something that will be done so that the incident does not come back.</summary>
[CelRule("!has(self.doneOn) || (has(self.state) && self.state == 'Done')", "doneOn is only for state Done: set that state or remove doneOn")]
[CelRule("!has(self.issue) || !has(self.url)", "issue asks the operator to open a ticket, and url names one that people opened: remove one of them")]
public sealed record ActionItemSpec
{
    /// <summary>
    /// The action item's identifier, unique in this resource: such as AI-1, or a tracker's key such as #1094 or org/repo#12. In the name of its
    /// condition, other characters than letters, digits, dots, underscores and dashes become dashes, and none begins it; no two items may share one.
    /// </summary>
    [Text(63, Minimum = 1, Pattern = "^#?[A-Za-z0-9]([-A-Za-z0-9_./#]*[A-Za-z0-9])?$")]
    public required string Id { get; init; }

    /// <summary>What will be done.</summary>
    [Text(512, Minimum = 1)]
    public required string Title { get; init; }

    /// <summary>What it is meant to achieve.</summary>
    public ActionItemType? Type { get; init; }

    /// <summary>How urgent it is: High is meant to be done within a week, Medium within a month, Low within three months.</summary>
    [DefaultValue(ActionItemPriority.Medium)]
    public ActionItemPriority Priority { get; set; } = ActionItemPriority.Medium;

    /// <summary>Who will do it.</summary>
    [Text(100)]
    public string? Owner { get; init; }

    /// <summary>The last day on which it is in time, in timeZone. Without it, the action item is never overdue.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>The day on which it was done, in timeZone; only with state Done. Default: the day on which the operator saw that state first.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>How people will know that it is done.</summary>
    [Text(1024)]
    public string? SuccessCriteria { get; init; }

    /// <summary>The ticket that people opened for it elsewhere; an http or https URL, shown as a link.</summary>
    [Text(2048, Minimum = 1, Pattern = "^https?://[^ \\t\\r\\n]+$")]
    public string? Url { get; init; }

    /// <summary>Asks the operator to open an issue on GitHub for it, once, and to follow it: how it is closed says whether it was done. Not with url.</summary>
    public ActionItemIssueSpec? Issue { get; init; }

    /// <summary>How the operator will know that it is done.</summary>
    public VerifySpec? Verify { get; init; }

    /// <summary>What a person says about its progress. InProgress, Done and WontDo win over every other source; Open is the same as nothing.</summary>
    public ActionItemState? State { get; init; }
}
