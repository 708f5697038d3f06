namespace Operator.Api;

/// <summary>Who or what says something of an action item.</summary>
public enum StatementSource
{
    /// <summary>spec.actionItems[].state.</summary>
    Spec,

    /// <summary>The box in the document in Git.</summary>
    Checkbox,

    /// <summary>The query in spec.actionItems[].verify.</summary>
    Verify,

    /// <summary>The issue that stands for the action item.</summary>
    Issue,

    /// <summary>The box in the body of the document's pull request.</summary>
    PullRequest,
}
