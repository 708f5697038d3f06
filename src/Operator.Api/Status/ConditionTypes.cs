namespace Operator.Api;

/// <summary>The types of conditions of a <see cref="PostMortem"/>.</summary>
public static class ConditionTypes
{
    /// <summary>Always present: whether everything that was asked is done.</summary>
    public const string Ready = "Ready";

    /// <summary>Present while true: the operator is at work or will retry by itself.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>Present while true: there is no document of this spec until a person corrects something.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Present while true: spec.suspend is true, and the operator leaves the resource alone.</summary>
    public const string Suspended = "Suspended";

    /// <summary>Whether evidence was read.</summary>
    public const string EvidenceCollected = "EvidenceCollected";

    /// <summary>Whether the document was rendered.</summary>
    public const string Rendered = "Rendered";

    /// <summary>Whether the document was delivered to every output.</summary>
    public const string Published = "Published";

    /// <summary>Whether the incident is over.</summary>
    public const string Resolved = "Resolved";

    /// <summary>Whether some objective's error budget is spent.</summary>
    public const string ErrorBudgetExhausted = "ErrorBudgetExhausted";

    /// <summary>Whether every required section of the document is written.</summary>
    public const string Complete = "Complete";

    /// <summary>Whether every reviewer has approved.</summary>
    public const string Reviewed = "Reviewed";

    /// <summary>Whether every action item is done.</summary>
    public const string ActionItemsComplete = "ActionItemsComplete";

    /// <summary>Whether some action item is overdue.</summary>
    public const string ActionItemsOverdue = "ActionItemsOverdue";

    /// <summary>The prefix of one action item's condition; its identifier follows, as far as conditions allow its characters.</summary>
    public const string ActionItemPrefix = "action-item/";

    /// <summary>The condition of an action item.</summary>
    /// <param name="id">Its identifier. Other characters than letters, digits, dots, underscores and dashes become dashes, and none of these begins the name.</param>
    public static string OfActionItem(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ActionItemPrefix + string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-')).TrimStart('-');
    }
}
