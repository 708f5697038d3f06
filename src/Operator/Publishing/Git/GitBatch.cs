using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git.Fencing;

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

    // A branch that is closed to the operator refuses each document: then it is not asked about each of a thousand.
    private const int MostRefusals = 4;

    private readonly Dictionary<GitRequest, GitDelivery> _deliveries = [];
    private int _refusals;
    private bool _isTaken;

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
            await branch.EnsureFreshAsync(force: attempt > 0, cancellationToken);
            var plans = await PlanAsync(requests, cancellationToken);
            GitPlan[] changing = [.. plans.Where(p => p.Changes.Count > 0)];
            if (changing.Length == 0)
            {
                await ConcludeAsync(plans, branch.Tip, cancellationToken);
                return;
            }

            changing[0].Request.EnsureMayAct();
            var changes = changing.SelectMany(p => p.Changes).ToList();
            var commit = await branch.Copy.CommitAsync(branch.Tip, changes, CommitMessage.Of([.. changing.Select(p => p.Request)]), cancellationToken);
            var push = await branch.Copy.PushAsync(commit, branch.Tip, cancellationToken);
            switch (push.State)
            {
                case GitPushState.Done:
                    _isTaken = true;
                    branch.Advance(commit, changes);
                    await ConcludeAsync(plans, commit, cancellationToken);
                    return;
                case GitPushState.Refused:
                    await ConcludeAsync([.. plans.Except(changing)], branch.Tip, cancellationToken);
                    await SplitAsync(changing, push.Message, cancellationToken);
                    return;
                case GitPushState.Unclear when attempt > 0:
                    throw push.Failure!;
            }
        }

        throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository.Name}': branch {repository.Branch} moved during each of {MostRaces} pushes; they are tried again");
    }

    private async Task SplitAsync(GitPlan[] refused, string message, CancellationToken cancellationToken)
    {
        if (refused.Length > 1 && (_isTaken || _refusals < MostRefusals))
        {
            var half = refused.Length / 2;
            await PublishAsync([.. refused.Take(half).Select(p => p.Request)], cancellationToken);
            await PublishAsync([.. refused.Skip(half).Select(p => p.Request)], cancellationToken);
            return;
        }

        _refusals++;
        var failure = new FailureException(
            Reasons.PushRefused, $"Git repository '{repository.Name}': the server refuses the push to branch {repository.Branch}: {message}", isTerminal: true);
        foreach (var plan in refused)
        {
            _deliveries[plan.Request] = new GitDelivery(plan.Request.Digest) { Path = plan.Path, Failure = failure };
        }
    }

    private async Task<IReadOnlyList<GitPlan>> PlanAsync(IReadOnlyList<GitRequest> requests, CancellationToken cancellationToken)
    {
        var tree = branch.CopyOfTree();
        List<(GitRequest Request, string Path)> placed = [];
        foreach (var request in requests)
        {
            if ((request.IsRemoval ? request.Path : await branch.LocateAsync(request, cancellationToken)) is { } path)
            {
                placed.Add((request, path));
            }
            else
            {
                _deliveries[request] = new GitDelivery(request.Digest) { Path = request.Path, IsWithheld = true };
            }
        }

        var edited = placed.Select(p => (p.Request, Entry: tree.Find(p.Path))).Where(p => p.Entry is { IsFile: true } entry && entry.ObjectId != GitTree.ObjectIdOf(p.Request.Text));
        Dictionary<string, byte[]> contents = new(await branch.ReadAsync([.. edited.Select(e => e.Entry!.Value.ObjectId).Distinct(StringComparer.Ordinal)], cancellationToken), StringComparer.Ordinal);
        List<GitPlan> plans = [];
        foreach (var (request, path) in placed)
        {
            try
            {
                var plan = new GitPlanner(repository, tree, contents).Plan(request, path);
                tree.Apply(plan.Changes);
                foreach (var change in plan.Changes.Where(c => c.Path == path))
                {
                    contents[plan.ObjectId] = change.Content!;
                }

                plans.Add(plan);
            }
            catch (FailureException e) when (e is not GitCopyException)
            {
                _deliveries[request] = new GitDelivery(request.Digest) { Path = path, Failure = e };
            }
        }

        return plans;
    }

    private async Task ConcludeAsync(IReadOnlyList<GitPlan> plans, string? tip, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            _deliveries[plan.Request] = new GitDelivery(plan.Request.Digest)
            {
                Path = plan.Path,
                Revision = plan.Changes.Count > 0 ? tip : plan.Request.PreviousRevision ?? tip,
                ObjectId = plan.ObjectId,
                Edited = plan.Edited,
                Boxes = plan.Boxes.Count == 0 ? [] : await StateAsync(plan.Path, plan.Boxes, tip!, cancellationToken),
            };
        }
    }

    private async Task<IReadOnlyList<BoxStatement>> StateAsync(string path, IReadOnlyList<TickedBox> boxes, string tip, CancellationToken cancellationToken)
    {
        var commit = await branch.History.LastChangeAsync(path, tip, cancellationToken);
        return [.. boxes.Select(b => new BoxStatement(b.ActionItem, b.Reviewer, b.IsTicked, commit.At, commit.Author, commit.Id))];
    }
}
