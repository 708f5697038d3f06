using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>Says what is wrong with what is configured of a repository on GitHub.</summary>
internal static class GitHubOptionsValidator
{
    private const int MostPrefix = 60;
    private const int MostPullRequests = 200;

    /// <summary>Checks what concerns pull requests and the credentials of an App.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="path">Where it stands in the configuration.</param>
    /// <returns>One sentence for each problem.</returns>
    public static IEnumerable<string> Validate(GitRepositoryOptions repository, string path)
    {
        var auth = repository.Auth;
        if (repository.Provider is not null and not GitHubRepository.Provider)
        {
            yield return $"{path}.provider: '{repository.Provider}' must be github, or be left out";
        }
        else if (repository.Provider is null && (repository.ApiUrl ?? auth.PrivateKeyFile) is not null)
        {
            yield return $"{path}.provider: must be github for {(repository.ApiUrl is not null ? "apiUrl" : "a GitHub App in auth")}";
        }
        else if (repository.Provider is not null && GitHubRepository.Parse(repository.Url, null) is null)
        {
            yield return $"{path}.url: with provider github it must be that of a repository, such as https://github.com/team/handbook.git";
        }
        else if (repository.Provider is not null && GitHubRepository.Parse(repository.Url, repository.ApiUrl) is null)
        {
            yield return $"{path}.apiUrl: must be an http or https URL such as https://github.example.com/api/v3";
        }

        if (repository.Strategy == GitStrategy.PullRequest && repository.Provider is null)
        {
            yield return $"{path}.strategy: PullRequest needs provider github";
        }

        if (!GitOptionsValidator.IsBranch(repository.BranchPrefix + "x") || repository.BranchPrefix.Length > MostPrefix)
        {
            yield return $"{path}.branchPrefix: '{Texts.Line(repository.BranchPrefix, MostPrefix)}' must be the beginning of a branch's name, of at most {MostPrefix} characters, such as postmortem/";
        }

        if (repository.MaxOpenPullRequests is < 1 or > MostPullRequests)
        {
            yield return $"{path}.maxOpenPullRequests: must be from 1 to {MostPullRequests}";
        }

        if (new object?[] { auth.AppId, auth.InstallationId, auth.PrivateKeyFile }.Count(a => a is not null) is not (0 or 3))
        {
            yield return $"{path}.auth: appId, installationId and privateKeyFile must be set together";
        }

        foreach (var (name, _) in new[] { ("appId", auth.AppId), ("installationId", auth.InstallationId) }.Where(i => i.Item2 <= 0))
        {
            yield return $"{path}.auth.{name}: must be above 0";
        }
    }
}
