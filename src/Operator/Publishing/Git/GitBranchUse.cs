using Microsoft.Extensions.Logging;

namespace Operator.Publishing.Git;

/// <summary>Opens the copy of a branch for each use, and makes it again when it is broken.</summary>
/// <param name="repository">The repository.</param>
/// <param name="credentials">Reads its credentials, which may have changed since the last use.</param>
/// <param name="branch">The branch.</param>
/// <param name="log">The log.</param>
internal sealed partial class GitBranchUse(GitRepositoryOptions repository, GitCredentialsReader credentials, GitBranchState branch, ILogger log)
{
    /// <summary>The branch's newest commit, as it was seen last.</summary>
    public string? Tip => branch.Tip;

    /// <summary>Uses the branch.</summary>
    /// <param name="use">What for.</param>
    /// <param name="attempts">How many times, if the copy turns out to be broken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Core.FailureException">The server cannot be asked, or the copy is broken again.</exception>
    public async Task<T> RunAsync<T>(Func<GitBranchState, Task<T>> use, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                branch.Bound();
                await branch.Copy.OpenAsync(await credentials.ReadAsync(repository, cancellationToken), cancellationToken);
                return await use(branch);
            }
            catch (GitCopyException e)
            {
                Log.Rebuilds(log, repository.Name, e.Message);
                branch.Copy.Discard();
                branch.Forget();
                if (attempt == attempts)
                {
                    throw;
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The copy of Git repository {Repository} is made again: {Problem}")]
        public static partial void Rebuilds(ILogger logger, string repository, string problem);
    }
}
