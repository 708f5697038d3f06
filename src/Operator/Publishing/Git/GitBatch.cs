using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>
/// Brings documents to a branch: all of them in one commit and one push. If somebody else was first, the commit is made again on top. If the
/// server refuses the content, the batch is split until only what it refuses is left.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="branch">What is known of the branch.</param>
internal sealed class GitBatch(GitRepositoryOptions repository, GitBranchState branch)
{
    // Somebody else's push between our fetch and our push, so many times in a row.
    private const int MostRaces = 30;

    // A server that fails on each push is not to be troubled as often as one that refuses it.
    private const int MostUnclear = 4;

    private readonly Dictionary<GitRequest, GitDelivery> _deliveries = [];
    private readonly GitIndex _index = new(repository, branch);
    private int _refusals;
    private bool _isTaken;
    private string? _indexRefusal;
    private bool _withoutIndex;
    private bool _isSplit;

    // What was in a push of which it is not known whether it arrived.
    private readonly HashSet<GitRequest> _unclear = [];

    /// <summary>How many may be refused alone before it is taken that the branch is closed to the operator, and that the server is not to be asked about each of a thousand.</summary>
    public int MostRefusals { get; init; } = 16;

    /// <summary>Delivers.</summary>
    /// <param name="requests">The documents, at most one of a resource.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="FailureException">The server cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<GitRequest, GitDelivery>> RunAsync(IReadOnlyList<GitRequest> requests, CancellationToken cancellationToken)
    {
        await PublishAsync(requests, cancellationToken);
        return _deliveries;
    }

    private async Task PublishAsync(IReadOnlyList<GitRequest> requests, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostRaces; attempt++)
        {
            await branch.EnsureFreshAsync(force: attempt > 0 || requests.Any(r => r.IsAsked), cancellationToken);
            if (branch.Tip is null && (branch.HadTip || requests.Any(r => r.PreviousRevision is not null)))
            {
                throw new FailureException(
                    Reasons.BranchMissing,
                    $"Git repository '{repository.Name}' has no branch {repository.Branch} any more, and no other one; restore it, such as with a push from a clone. To begin anew in an empty repository, create the branch",
                    isTerminal: true);
            }

            var plans = await new GitPlans(repository, branch, _deliveries).PlanAsync(requests, cancellationToken);
            GitPlan[] changing = [.. plans.Where(p => p.Changes.Count > 0)];
            var index = !_withoutIndex && plans.Count > 0 ? await _index.ChangeAsync(plans, cancellationToken) : null;
            if (changing.Length == 0 && (index is null || plans.All(p => !p.Request.IsRemoval)))
            {
                // Many that are only compared, as after a restart, have one commit for the page.
                branch.Unlisted = index is null ? branch.Unlisted : plans[0].Request;
                await ConcludeAsync(plans, branch.Tip, cancellationToken);
                return;
            }

            plans[0].Request.EnsureMayAct();
            List<GitChange> changes = [.. changing.SelectMany(p => p.Changes), .. index is null ? [] : new[] { index }];
            changing = changing.Length == 0 ? [plans[0]] : changing;
            var commit = await branch.Copy.CommitAsync(branch.Tip, changes, CommitMessage.Of([.. changing.Select(p => p.Request)]), cancellationToken);
            var push = await branch.Copy.PushAsync(commit, branch.Tip, cancellationToken);
            switch (push.State)
            {
                case GitPushState.Done:
                    _isTaken = true;
                    branch.Unlisted = index is not null ? null : _withoutIndex && _indexRefusal is null ? plans[0].Request : branch.Unlisted;
                    branch.IsIndexWritten |= index is not null;
                    branch.Advance(commit, changes);
                    await ConcludeAsync(plans, commit, cancellationToken);
                    return;
                case GitPushState.Refused:
                    await ConcludeAsync([.. plans.Except(changing)], branch.Tip, cancellationToken);
                    await SplitAsync(changing, push, index is not null, cancellationToken);
                    return;
                case GitPushState.Unclear when push.MayBeContent && (attempt > 0 || (_isSplit && changing.Length > 1)):
                    await ConcludeAsync([.. plans.Except(changing)], branch.Tip, cancellationToken);
                    await SplitAsync(changing, push, hasIndex: false, cancellationToken);
                    return;
                case GitPushState.Unclear when attempt > 0:
                    throw push.Failure!;
                case GitPushState.Unclear:
                    _unclear.UnionWith(changing.Select(p => p.Request));
                    break;
            }
        }

        throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository.Name}': branch {repository.Branch} moved during each of {MostRaces} pushes; they are tried again");
    }

    /// <summary>Brings the index page up to date where documents need no commit of their own.</summary>
    /// <exception cref="FailureException">The server cannot be asked.</exception>
    public async Task ListAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostRaces && branch is { Unlisted: { } request, Tip: not null }; attempt++)
        {
            await branch.EnsureFreshAsync(force: attempt > 0, cancellationToken);
            request.EnsureMayAct();
            if (await _index.ChangeAsync([], cancellationToken) is not { } index)
            {
                branch.Unlisted = null;
                return;
            }

            var commit = await branch.Copy.CommitAsync(branch.Tip, [index], CommitMessage.OfIndex(request), cancellationToken);
            var push = await branch.Copy.PushAsync(commit, branch.Tip, cancellationToken);
            if (push.State == GitPushState.Unclear && attempt > 0)
            {
                throw push.Failure!;
            }

            if (push.State is GitPushState.Done or GitPushState.Refused)
            {
                // A server that reserves the page to others is asked again with the next document.
                branch.Unlisted = null;
                if (push.State == GitPushState.Done)
                {
                    branch.IsIndexWritten = true;
                    branch.Advance(commit, [index]);
                }
            }
        }
    }

    private async Task SplitAsync(GitPlan[] refused, GitPush push, bool hasIndex, CancellationToken cancellationToken)
    {
        if (hasIndex)
        {
            // Whether it is the index page that is refused, which others may have reserved to themselves.
            branch.IsIndexWritten = false;
            (_withoutIndex, _indexRefusal) = (true, push.Message);
            await PublishAsync([.. refused.Select(p => p.Request)], cancellationToken);
            return;
        }

        // The page is not the only cause. It gets a commit of its own after the documents.
        _indexRefusal = null;
        if (refused.Length > 1 && (_isTaken || _refusals < (push.State == GitPushState.Refused ? MostRefusals : Math.Min(MostRefusals, MostUnclear))))
        {
            _isSplit = true;
            var half = refused.Length / 2;
            await PublishAsync([.. refused.Take(half).Select(p => p.Request)], cancellationToken);
            await PublishAsync([.. refused.Skip(half).Select(p => p.Request)], cancellationToken);
            return;
        }

        _refusals++;
        var failure = push.Failure ?? new FailureException(
            Reasons.PushRefused, $"Git repository '{repository.Name}': the server refuses the push to branch {repository.Branch}: {push.Message}; it is tried again each spec.interval", isTerminal: true);
        foreach (var plan in refused)
        {
            _deliveries[plan.Request] = new GitDelivery(plan.Request.Digest) { Path = plan.Path, Failure = failure, IsRefusedAlone = refused.Length == 1 };
        }
    }

    private async Task ConcludeAsync(IReadOnlyList<GitPlan> plans, string? tip, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            _deliveries[plan.Request] = new GitDelivery(plan.Request.Digest)
            {
                Path = plan.Path,
                Revision = plan.Changes.Count > 0 || _unclear.Contains(plan.Request) ? tip : plan.Request.PreviousRevision ?? tip,
                ObjectId = plan.ObjectId,
                IsIndexUnmarked = _index.IsUnmarked,
                IndexRefusal = _indexRefusal,
                Edited = plan.Edited,
                Boxes = plan.Boxes.Count == 0 ? [] : await new BoxHistory(branch, plan.Path, plan.Request).StateAsync(plan.Boxes, tip!, cancellationToken),
            };
        }
    }
}
