using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>The branches of pull requests on the server, as far as they are known.</summary>
/// <param name="api">GitHub.</param>
/// <param name="copy">The copy of the repository.</param>
/// <param name="known">The branches with their newest commits.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class ProposalBranches(GitHubApi api, GitCopy copy, IReadOnlyDictionary<string, string> known, CancellationToken cancellationToken)
{
    private readonly GitRemoteBranches _remote = new(copy);
    private readonly Dictionary<string, string> _tips = new(known, StringComparer.Ordinal);

    /// <summary>The newest commit of a branch; null without one.</summary>
    public string? TipOf(string name) => _tips.GetValueOrDefault(name);

    /// <summary>Takes over what was done.</summary>
    public void Set(string name, string tip) => _tips[name] = tip;

    /// <summary>Asks the server anew.</summary>
    public async Task LookAsync(string name)
    {
        _tips.Remove(name);
        if ((await _remote.ListAsync(name, cancellationToken)).TryGetValue(name, out var tip))
        {
            _tips[name] = tip;
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
}
