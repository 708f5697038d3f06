namespace Operator.Publishing.Git;

/// <summary>Questions to a branch's history, of which the copy has only the newest commit otherwise.</summary>
/// <param name="copy">The copy.</param>
internal sealed class GitHistory(GitCopy copy)
{
    private const int CommitsForDeletion = 1000;
    private const int CommitsForAuthors = 1000;
    private const int ChangesForAuthors = 100;

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

    /// <summary>Whether the branch goes back to a commit, or has so many newer ones that this cannot be told.</summary>
    public async Task<bool> MayContainAsync(string commit, string tip, CancellationToken cancellationToken) =>
        await ContainsAsync(commit, tip, cancellationToken) || (await copy.LocalAsync(["rev-parse", "--is-shallow-repository"], default, cancellationToken)).Text.Trim() == "true";

    /// <summary>The newest commits that changed a file, newest first; none where the history cannot be had.</summary>
    public async Task<IReadOnlyList<FileChange>> ChangesAsync(string path, string tip, CancellationToken cancellationToken)
    {
        // What cannot be fetched is not needed to go on.
        await copy.FetchRefAsync([$"--depth={CommitsForAuthors}"], cancellationToken);
        var log = await copy.NetworkAsync(
            ["log", $"--max-count={ChangesForAuthors}", "--full-history", "--topo-order", "--raw", "--no-abbrev", "--no-renames", FileChange.Format, "--end-of-options", tip, "--", path], default, cancellationToken);
        return log.IsSuccess ? [.. FileChange.Parse(log.Text)] : [];
    }

    /// <summary>The address of a commit's author, if a signature by a key that is known for this address proves that the commit is theirs, and it names no other author.</summary>
    /// <returns>Null when that is not proven.</returns>
    public async Task<string?> VerifiedAuthorAsync(string commit, CancellationToken cancellationToken)
    {
        const string Format = "--format=%G?%x00%GS%x00%ae%x00%(trailers:key=Co-authored-by,valueonly)%x00";
        if (!copy.KnowsSigners)
        {
            return null;
        }

        var log = await copy.LocalAsync(["log", "--max-count=1", Format, "--end-of-options", commit], default, cancellationToken);
        return log.Text.Split('\0') is ["G", var signer, var author, var others, ..] && string.IsNullOrWhiteSpace(others) && signer.Equals(author, StringComparison.OrdinalIgnoreCase)
            ? author
            : null;
    }

    /// <summary>A commit, whatever it changed.</summary>
    public async Task<FileChange> CommitAsync(string commit, CancellationToken cancellationToken) =>
        FileChange.Parse((await copy.LocalAsync(["log", "--max-count=1", FileChange.Format, "--end-of-options", commit], default, cancellationToken)).Text).Single();

    private async Task<bool> IsAncestorAsync(string commit, string tip, CancellationToken cancellationToken) =>
        (await copy.NetworkAsync(["merge-base", "--is-ancestor", commit, tip], default, cancellationToken)).IsSuccess;
}
