namespace Operator.Api;

/// <summary>How a document gets into the branch of a Git repository.</summary>
public enum GitStrategy
{
    /// <summary>The operator pushes it.</summary>
    Push,

    /// <summary>The operator proposes it in a pull request, which people merge; on GitHub only.</summary>
    PullRequest,
}
