using System.Collections.Concurrent;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>The limits of accounts: GitHub counts what an account asks, in whichever repository. Safe for concurrent use.</summary>
/// <param name="time">The clock.</param>
internal sealed class GitHubAccounts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, GitHubLimits> _limits = new(StringComparer.Ordinal);

    /// <summary>The limits of the account as which a repository is used.</summary>
    /// <param name="repository">The repository; validated.</param>
    public GitHubLimits LimitsOf(GitRepositoryOptions repository)
    {
        var auth = repository.Auth;
        var server = GitHubRepository.Parse(repository.Url, repository.ApiUrl)?.Api;
        return _limits.GetOrAdd($"{server} {auth.AppId} {auth.InstallationId} {auth.PasswordFile} {auth.BearerTokenFile} {auth.SecretName}", _ => new GitHubLimits(time));
    }
}
