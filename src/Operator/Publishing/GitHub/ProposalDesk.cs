using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>Brings documents to people in pull requests, and knows what became of these. Used by one worker at a time.</summary>
/// <param name="repository">The repository.</param>
/// <param name="limits">Those of the account.</param>
/// <param name="time">The clock.</param>
internal sealed class ProposalDesk(GitRepositoryOptions repository, GitHubLimits limits, TimeProvider time) : IDisposable
{
    private readonly GitHubApi _api = new(repository, time) { Limits = limits };
    private PullRequestBook? _book;
    private string? _prefix;

    /// <summary>Proposes documents, at most one of a resource.</summary>
    /// <param name="branch">What is known of the branch into which people merge; opened.</param>
    /// <param name="requests">The documents.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="FailureException">GitHub cannot be asked at all.</exception>
    public async Task<IReadOnlyDictionary<GitRequest, GitDelivery>> DeliverAsync(GitBranchState branch, IReadOnlyList<GitRequest> requests, CancellationToken cancellationToken)
    {
        var cluster = requests[0].Document.Owner.Cluster;
        _prefix = ProposalBranch.PrefixOf(repository, cluster);
        var client = Open(branch.Copy.Credentials, cancellationToken);
        _book ??= new PullRequestBook(repository, _api);
        await _book.RefreshAsync(client, _prefix, force: false);
        await branch.EnsureFreshAsync(force: false, cancellationToken);
        if (branch.Tip is null)
        {
            throw new FailureException(Reasons.RepositoryEmpty, $"{_api.Subject} has no commit that a pull request could be for; make a first one, such as a README.md", isTerminal: true);
        }

        var round = new ProposalRound(repository, branch, _api, client, _book, await new GitRemoteBranches(branch.Copy).ListAsync(_prefix, cancellationToken), cancellationToken);
        Dictionary<GitRequest, GitDelivery> deliveries = [];
        foreach (var request in requests)
        {
            try
            {
                deliveries[request] = await round.RunAsync(request);
            }
            catch (ApiException e)
            {
                deliveries[request] = Failed(request, GitHubFailures.Of(_api, e, "GitHub refuses it"));
            }
            catch (FailureException e) when (e is not GitCopyException)
            {
                deliveries[request] = Failed(request, e);
            }
        }

        if (repository.Index)
        {
            await new IndexProposal(repository, branch, _api, _book).RunAsync(client, cluster, deliveries, cancellationToken);
        }

        return deliveries;
    }

    /// <summary>Finds what a resource's pull request holds of it; null when nothing is proposed.</summary>
    public async Task<ArchivedDocument?> FindAsync(GitBranchState branch, GitRequest request, CancellationToken cancellationToken)
    {
        var name = ProposalBranch.Of(repository, request.Document.Owner);
        var branches = await new GitRemoteBranches(branch.Copy).ListAsync(name, cancellationToken);
        return branches.ContainsKey(name) && await new GitArchive(new GitBranchState(branch.Copy.On(name), repository.Root, time)).FindAsync(request, cancellationToken) is { } found
            ? found with { IsProposed = true }
            : null;
    }

    /// <summary>Looks what people have done.</summary>
    /// <param name="branch">What is known of the branch into which people merge; opened.</param>
    /// <param name="answers">The newest answer about each resource of which people have to decide.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The resources of which something has changed.</returns>
    /// <exception cref="FailureException">GitHub cannot be asked.</exception>
    public async Task<IReadOnlySet<Runtime.ObjectKey>> LookAsync(GitBranchState branch, IReadOnlyList<KeyValuePair<Runtime.ObjectKey, GitDelivery>> answers, CancellationToken cancellationToken)
    {
        HashSet<Runtime.ObjectKey> changed = [];
        if (_book is null || _prefix is null)
        {
            return changed;
        }

        await _book.RefreshAsync(Open(branch.Copy.Credentials, cancellationToken), _prefix, force: true);
        var free = repository.MaxOpenPullRequests - _book.Count;
        foreach (var (key, delivery) in answers)
        {
            var isChanged = delivery.Branch is { } name && _book.Find(name) is { } open ? delivery.Seen != open.Seen && delivery.Seen != open.SeenWithReviews
                : delivery.PullRequest is { State: PullRequestState.Open } || (delivery.PullRequest is null && free-- > 0);
            if (isChanged)
            {
                changed.Add(key);
            }
        }

        return changed;
    }

    public void Dispose() => _api.Dispose();

    private GitHubClient Open(GitCredentials credentials, CancellationToken cancellationToken) => _api.Open(
        credentials.Token ?? throw new FailureException(Reasons.GitUnauthorized, $"{_api.Subject}: pull requests need a token or a GitHub App in auth"), credentials.CertificateAuthorities, cancellationToken);

    private static GitDelivery Failed(GitRequest request, FailureException failure) => new(request.Digest) { Path = request.Path, Failure = failure };
}
