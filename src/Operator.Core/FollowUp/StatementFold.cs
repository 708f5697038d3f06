using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>Makes one state of what all sources say of an action item. Pure, and independent of the order in which statements are given.</summary>
public static class StatementFold
{
    /// <summary>
    /// The spec wins; without it, the latest statement of a person counts, and of two at the same moment the one that says more is done.
    /// What Prometheus says is added to Open and Done.
    /// </summary>
    /// <param name="statements">The last statement of each source.</param>
    /// <param name="regressedAt">When the query last failed for long, which ends what was done before; null for never.</param>
    public static FoldedState Fold(IReadOnlyList<StatementStatus> statements, DateTimeOffset? regressedAt = null)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var person = statements.FirstOrDefault(s => s.Source == StatementSource.Spec)
            ?? statements.Where(s => IsPeoples(s.Source)).OrderBy(s => s.Time).ThenBy(Progress).ThenBy(s => s.Source).LastOrDefault();
        var verify = statements.FirstOrDefault(s => s.Source == StatementSource.Verify);
        if (verify is null || person?.State is FollowedState.InProgress or FollowedState.WontDo)
        {
            return new FoldedState(person?.State ?? FollowedState.Open, person, person is { State: FollowedState.Done } ? person.Time : null);
        }

        return new FoldedState(verify.State, verify, verify.State == FollowedState.Verified ? CompletedAt(person, verify, regressedAt) : null);
    }

    /// <summary>Whether people say it outside the spec.</summary>
    public static bool IsPeoples(StatementSource source) => source is StatementSource.Checkbox or StatementSource.Issue or StatementSource.PullRequest;

    private static DateTimeOffset CompletedAt(StatementStatus? person, StatementStatus verify, DateTimeOffset? regressedAt) =>
        person is { State: FollowedState.Done } && person.Time < verify.Time && !(regressedAt >= person.Time) ? person.Time : verify.Time;

    private static int Progress(StatementStatus statement) => statement.State switch
    {
        FollowedState.Done => 3,
        FollowedState.WontDo => 2,
        FollowedState.InProgress => 1,
        _ => 0,
    };
}
