using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>The branches of pull requests on the server, as far as they are known.</summary>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
/// <param name="copy">The copy of the repository.</param>
/// <param name="known">The branches with their newest commits.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class ProposalBranches(GitHubApi api, GitHubClient client, GitCopy copy, IReadOnlyDictionary<string, string> known, CancellationToken cancellationToken)
{
    private readonly GitRemoteBranches _remote = new(copy);
    private readonly GitHubCommits _commits = new(api, client);
    private readonly Dictionary<string, string> _tips = new(known, StringComparer.Ordinal);

    /// <summary>The newest commit of a branch; null without one.</summary>
    public string? TipOf(string name) => _tips.GetValueOrDefault(name);

    /// <summary>Asks the server anew.</summary>
    public async Task LookAsync(string name)
    {
        _tips.Remove(name);
        if ((await _remote.ListAsync(name, cancellationToken)).TryGetValue(name, out var tip))
        {
            _tips[name] = tip;
        }
    }

    /// <summary>Makes a commit that no branch has yet.</summary>
    /// <param name="request">The document.</param>
    /// <param name="state">The branch whose newest commit comes before.</param>
    /// <param name="plan">What it changes.</param>
    public async Task<string> CommitAsync(GitRequest request, GitBranchState state, GitPlan plan) =>
        await _commits.CreateAsync([state.Tip!], await new GitRemoteBranches(state.Copy).TreeOfAsync(state.Tip!, cancellationToken), plan.Changes, CommitMessage.Of([request]));

    /// <summary>Moves a branch forward. GitHub says the same of one that has moved meanwhile and of one that a rule guards.</summary>
    /// <returns>False if somebody else was first.</returns>
    /// <exception cref="FailureException">GitHub refuses it.</exception>
    public async Task<bool> MoveAsync(string name, string before, string commit)
    {
        try
        {
            return await _commits.MoveAsync(name, commit) && Set(name, commit);
        }
        catch (FailureException e) when (e.Reason == Reasons.PushRefused)
        {
            await LookAsync(name);
            if (TipOf(name) == before)
            {
                throw;
            }

            return false;
        }
    }

    /// <summary>Makes a branch.</summary>
    /// <returns>False if there is one of that name.</returns>
    /// <exception cref="FailureException">GitHub refuses it.</exception>
    public async Task<bool> BeginAsync(string name, string commit)
    {
        try
        {
            return await _commits.BeginAsync(name, commit) && Set(name, commit);
        }
        catch (FailureException e) when (e.Reason == Reasons.PushRefused)
        {
            if (await InTheWayOfAsync(name) is not { } other)
            {
                throw;
            }

            throw new FailureException(
                Reasons.BranchNameTaken, $"{api.Subject}: branch {name} cannot be made beside branch {other}, which has the name of its folder; rename that one, or set another branchPrefix", isTerminal: true, inner: e);
        }
    }

    /// <summary>Deletes a branch, if a commit is still its newest.</summary>
    /// <returns>False if it has moved.</returns>
    /// <exception cref="FailureException">The server refuses it.</exception>
    public async Task<bool> RemoveAsync(string name, string? tip)
    {
        if (tip is null)
        {
            return true;
        }

        var push = await _remote.DeleteAsync(name, tip, cancellationToken);
        if (push.State == GitPushState.Refused)
        {
            throw new FailureException(Reasons.PushRefused, $"{api.Subject}: branch {name}, whose pull request is closed, cannot be deleted: {push.Message}", isTerminal: true);
        }

        _tips.Remove(name);
        return push.State == GitPushState.Done;
    }

    /// <summary>A branch that keeps one of this name from being made, because Git keeps names as folders; null without one.</summary>
    private async Task<string?> InTheWayOfAsync(string name)
    {
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            if ((await _remote.ListAsync(name[..slash], cancellationToken)).ContainsKey(name[..slash]))
            {
                return name[..slash];
            }
        }

        return null;
    }

    private bool Set(string name, string tip)
    {
        _tips[name] = tip;
        return true;
    }
}
