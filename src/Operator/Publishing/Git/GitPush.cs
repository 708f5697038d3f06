using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>How a push ended.</summary>
internal enum GitPushState
{
    /// <summary>The server has taken it.</summary>
    Done,

    /// <summary>Somebody else was first; it can be done again on top.</summary>
    Moved,

    /// <summary>The server, a hook or the branch's protection refuses it.</summary>
    Refused,

    /// <summary>It is not known whether the server has taken it.</summary>
    Unclear,
}

/// <summary>How a push ended.</summary>
/// <param name="State">How.</param>
/// <param name="Message">What the server said; the operator's own words after an unclear end.</param>
/// <param name="Failure">What it means when it is not known whether the server has taken it.</param>
internal sealed record GitPush(GitPushState State, string Message, FailureException? Failure = null)
{
    // What a server says when the branch has moved between its answer and its update. It calls that a remote rejection, too.
    private static readonly string[] Races = ["failed to update ref", "but expected", "incorrect old value provided", "fetch first", "non-fast-forward", "stale info", "reference already exists"];

    /// <summary>Whether it may be the content on which the server fails: it answered at once, and does so to others.</summary>
    public bool MayBeContent => Failure is { Reason: Reasons.GitUnavailable } && !TookTooLong;

    /// <summary>Whether it was ended, because there was no answer.</summary>
    public bool TookTooLong { get; init; }

    // What git says when a server, or a proxy before it, takes no request of that size: fewer documents may fit.
    private const string TooLarge = "HTTP 413";

    /// <summary>Reads what <c>git push --porcelain</c> wrote.</summary>
    public static GitPush Of(GitOutcome outcome, Func<GitOutcome, FailureException> failure)
    {
        if (outcome.IsSuccess)
        {
            return new GitPush(GitPushState.Done, "");
        }

        var line = outcome.Text.Split('\n').FirstOrDefault(l => l.StartsWith("!\t", StringComparison.Ordinal));
        if (line is null)
        {
            if (outcome.Error.Contains(TooLarge, StringComparison.Ordinal))
            {
                return new GitPush(GitPushState.Refused, outcome.Error);
            }

            var unclear = failure(outcome);
            return new GitPush(GitPushState.Unclear, unclear.Message, unclear);
        }

        var summary = line.Split('\t')[^1];
        if (summary.Contains("hook declined", StringComparison.Ordinal))
        {
            return new GitPush(GitPushState.Refused, $"{outcome.Error}\n{summary}");
        }

        if (Races.Any(r => summary.Contains(r, StringComparison.Ordinal)))
        {
            return new GitPush(GitPushState.Moved, summary);
        }

        return summary.Contains("[remote rejected]", StringComparison.Ordinal)
            ? new GitPush(GitPushState.Refused, $"{outcome.Error}\n{summary}")
            : new GitPush(GitPushState.Unclear, summary, failure(outcome));
    }
}
