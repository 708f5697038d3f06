namespace Operator.Api;

/// <summary>Where an approval was said.</summary>
public enum ApprovalSource
{
    /// <summary>By the box of the sign-off in the document in Git.</summary>
    Checkbox,

    /// <summary>By a review of the document's pull request on GitHub.</summary>
    Review,
}
