using System.Globalization;

namespace Operator.Publishing.Git;

/// <summary>A commit that changed a file.</summary>
/// <param name="Id">The commit.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">Whom it names as author.</param>
internal sealed record GitChangeCommit(string Id, DateTimeOffset At, string Author);

/// <summary>Questions to a branch's history, of which the copy has only the newest commit otherwise.</summary>
/// <param name="copy">The copy.</param>
internal sealed class GitHistory(GitCopy copy)
{
    private const int CommitsForDeletion = 1000;
    private const int CommitsForAuthors = 100;

    /// <summary>Whether the branch still goes back to a commit. Of one that is further back than some 1 000 commits, it is said that it does not.</summary>
    public async Task<bool> ContainsAsync(string commit, string tip, CancellationToken cancellationToken)
    {
        if (commit == tip || await IsAncestorAsync(commit, tip, cancellationToken))
        {
            return true;
        }

        // Commits alone are small.
        var fetched = await copy.FetchRefAsync([$"--depth={CommitsForDeletion}", "--filter=tree:0"], cancellationToken);
        return fetched.IsSuccess ? await IsAncestorAsync(commit, tip, cancellationToken) : throw copy.Failure(fetched);
    }

    /// <summary>The last commit of somebody else that changed a file; the newest one if it was further back.</summary>
    public async Task<GitChangeCommit> LastChangeAsync(string path, string tip, CancellationToken cancellationToken)
    {
        // What cannot be fetched is not needed to go on: the newest commit is known.
        await copy.FetchRefAsync([$"--depth={CommitsForAuthors}"], cancellationToken);
        const string Format = "--format=%H%x00%ct%x00%an <%ae>";
        var log = await copy.NetworkAsync(["log", "-1", Format, $"--grep=^{CommitMessage.Trailer}$", "--invert-grep", tip, "--", path], default, cancellationToken);
        var line = log.IsSuccess && log.Text.Length > 0 ? log.Text : (await copy.LocalAsync(["log", "-1", Format, tip], default, cancellationToken)).Text;
        var parts = line.TrimEnd('\n').Split('\0');
        return new GitChangeCommit(parts[0], DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture)), parts[2]);
    }

    private async Task<bool> IsAncestorAsync(string commit, string tip, CancellationToken cancellationToken) =>
        (await copy.NetworkAsync(["merge-base", "--is-ancestor", commit, tip], default, cancellationToken)).IsSuccess;
}
