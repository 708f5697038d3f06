using System.Text;
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
    private const int MostRefusals = 16;

    private readonly Dictionary<GitRequest, GitDelivery> _deliveries = [];
    private int _refusals;
    private bool _isTaken;
    private bool _isIndexUnmarked;
    private string? _indexRefusal;

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
            var plans = await new GitPlans(repository, branch, _deliveries).PlanAsync(requests, cancellationToken);
            GitPlan[] changing = [.. plans.Where(p => p.Changes.Count > 0)];
            var index = repository.Index && _indexRefusal is null && plans.Count > 0 ? await IndexAsync(plans, cancellationToken) : null;
            if (changing.Length == 0 && index is null)
            {
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
                    branch.Advance(commit, changes);
                    await ConcludeAsync(plans, commit, cancellationToken);
                    return;
                case GitPushState.Refused:
                    await ConcludeAsync([.. plans.Except(changing)], branch.Tip, cancellationToken);
                    await SplitAsync(changing, push.Message, index is not null, cancellationToken);
                    return;
                case GitPushState.Unclear when attempt > 0:
                    throw push.Failure!;
            }
        }

        throw new FailureException(Reasons.GitUnavailable, $"Git repository '{repository.Name}': branch {repository.Branch} moved during each of {MostRaces} pushes; they are tried again");
    }

    private async Task SplitAsync(GitPlan[] refused, string message, bool hasIndex, CancellationToken cancellationToken)
    {
        if (refused.Length > 1 && (_isTaken || _refusals < MostRefusals))
        {
            var half = refused.Length / 2;
            await PublishAsync([.. refused.Take(half).Select(p => p.Request)], cancellationToken);
            await PublishAsync([.. refused.Skip(half).Select(p => p.Request)], cancellationToken);
            return;
        }

        if (hasIndex && refused.Length == 1)
        {
            // Whether it is the index page that is refused, which others may have reserved to themselves.
            _indexRefusal = message;
            await PublishAsync([refused[0].Request], cancellationToken);
            _indexRefusal = _deliveries[refused[0].Request].Failure is null ? _indexRefusal : null;
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

    /// <summary>The change of the index page; null if it says everything already, or is people's own.</summary>
    private async Task<GitChange?> IndexAsync(IReadOnlyList<GitPlan> plans, CancellationToken cancellationToken)
    {
        var path = $"{repository.Root}/README.md";
        var listed = plans.Where(p => p.Request.Entry is not null || p.Request.IsRemoval).ToList();
        var entry = branch.Find(path);
        if (listed.Count == 0 || entry is { IsFile: false })
        {
            return null;
        }

        var content = entry is { } found ? (await branch.ReadAsync([found.ObjectId], cancellationToken)).GetValueOrDefault(found.ObjectId) : null;
        var text = content is null ? null : Encoding.UTF8.GetString(content);
        _isIndexUnmarked = IndexPage.Parse(text) is not { } page;
        if (_isIndexUnmarked || (text is null && listed.TrueForAll(p => p.Request.IsRemoval)))
        {
            return null;
        }

        page = IndexPage.Parse(text)!;
        foreach (var plan in listed)
        {
            page.Set(plan.Path[(repository.Root.Length + 1)..], plan.ObjectId.Length == 0 ? null : plan.Request.Entry);
        }

        page.Keep(row => plans.FirstOrDefault(p => p.Path == $"{repository.Root}/{row}") is { } plan ? plan.ObjectId.Length > 0 : branch.Find($"{repository.Root}/{row}") is not null);
        var written = page.Write();
        return written == text || (await new GitAttributes(repository, branch).ReadAsync([path], cancellationToken)).Filtered.Count > 0 ? null : new GitChange(path, Encoding.UTF8.GetBytes(written));
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
                IsIndexUnmarked = _isIndexUnmarked,
                IndexRefusal = _indexRefusal,
                Edited = plan.Edited,
                Boxes = plan.Boxes.Count == 0 ? [] : await new BoxHistory(branch, plan.Path).StateAsync(plan.Boxes, tip!, cancellationToken),
            };
        }
    }
}
