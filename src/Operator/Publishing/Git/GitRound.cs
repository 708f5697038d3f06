using Operator.Api;
using Operator.Publishing.GitHub;
using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>What a worker does with a branch: it has what is due pushed, or proposed, and looks for what people did.</summary>
/// <param name="repository">The repository.</param>
/// <param name="desk">Proposes; null where nothing can be proposed.</param>
/// <param name="answers">What was answered before.</param>
internal sealed class GitRound(GitRepositoryOptions repository, ProposalDesk? desk, GitAnswers answers)
{
    // How many of those that were refused before are tried alone again, so that their number keeps nobody waiting. It is others' turn each time.
    private const int TriedAlone = 4;

    private int _turn;

    /// <summary>What is delivered together. What the server refused before for itself comes after all others, or it would have each batch split again.</summary>
    /// <param name="requests">What is due.</param>
    public IEnumerable<GitRequest[]> Parts(IReadOnlyList<GitRequest> requests)
    {
        var parts = requests.ToLookup(answers.IsRefused);
        if (parts[false].Any())
        {
            yield return [.. parts[false]];
        }

        if (parts[true].ToList() is { Count: > 0 } refused)
        {
            var first = _turn % refused.Count;
            _turn = first + TriedAlone;
            yield return [.. refused.Skip(first), .. refused.Take(first)];
        }
    }

    /// <summary>Delivers what is delivered together.</summary>
    /// <param name="branch">What is known of the branch.</param>
    /// <param name="requests">One of the parts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of each.</returns>
    public async Task<IReadOnlyDictionary<GitRequest, GitDelivery>> DeliverAsync(GitBranchState branch, IReadOnlyList<GitRequest> requests, CancellationToken cancellationToken)
    {
        GitRequest[] pushed = [.. requests.Where(r => r.Proposal is null)], proposed = [.. requests.Where(r => r.Proposal is not null)];
        var deliveries = pushed.Length == 0 ? new Dictionary<GitRequest, GitDelivery>() : await PushAsync(branch, pushed, cancellationToken);
        return proposed.Length == 0 ? deliveries : new Dictionary<GitRequest, GitDelivery>(deliveries.Concat(await desk!.DeliverAsync(branch, proposed, cancellationToken)));
    }

    /// <summary>Looks at the branch as it is now, and lists what no commit of a document has listed.</summary>
    /// <returns>The resources of which what was answered holds no more.</returns>
    public async Task<IReadOnlyList<ObjectKey>> LookAsync(GitBranchState branch, CancellationToken cancellationToken)
    {
        await branch.EnsureFreshAsync(force: true, cancellationToken);
        await new GitBatch(repository, branch).ListAsync(cancellationToken);
        IReadOnlySet<ObjectKey> changed = desk is null ? new HashSet<ObjectKey>() : await desk.LookAsync(branch, answers.Proposed(), cancellationToken);
        return answers.Outdate((key, delivery) => !changed.Contains(key) && !(branch.IsIndexWritten && (delivery.IsIndexUnmarked || delivery.IndexRefusal is not null)) && branch.Find(delivery.Path)?.ObjectId == delivery.ObjectId, branch.Tip);
    }

    private async Task<IReadOnlyDictionary<GitRequest, GitDelivery>> PushAsync(GitBranchState branch, IReadOnlyList<GitRequest> requests, CancellationToken cancellationToken)
    {
        if (!answers.IsRefused(requests[0]))
        {
            return await new GitBatch(repository, branch).RunAsync(requests, cancellationToken);
        }

        // Of what is refused together with others the server's own words are those that it said of it alone.
        var deliveries = await new GitBatch(repository, branch) { MostRefusals = TriedAlone }.RunAsync(requests, cancellationToken);
        return deliveries.ToDictionary(d => d.Key, d => d.Value is { Failure.Reason: Reasons.PushRefused or Reasons.GitUnavailable, IsRefusedAlone: false } ? answers.Former(d.Key) ?? d.Value : d.Value);
    }
}
