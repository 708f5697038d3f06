namespace Operator.Publishing.Git;

/// <summary>The branches of a repository's server beside the one that a copy is of.</summary>
/// <param name="copy">The copy, opened.</param>
internal sealed class GitRemoteBranches(GitCopy copy)
{
    private const string Heads = "refs/heads/";

    /// <summary>The branches whose names begin so, and their newest commits.</summary>
    /// <exception cref="Core.FailureException">The server cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var listed = await copy.NetworkAsync(["ls-remote", "--heads", GitCopy.Remote, $"{Heads}{prefix}*"], default, cancellationToken);
        return listed.IsSuccess
            ? listed.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToDictionary(l => l[1][Heads.Length..], l => l[0], StringComparer.Ordinal)
            : throw copy.Failure(listed);
    }

    /// <summary>Deletes a branch on the server, if its newest commit is still this one.</summary>
    public async Task<GitPush> DeleteAsync(string name, string expected, CancellationToken cancellationToken)
    {
        var outcome = await copy.NetworkAsync(["push", "--porcelain", "--no-verify", $"--force-with-lease={Heads}{name}:{expected}", GitCopy.Remote, $":{Heads}{name}"], default, cancellationToken);
        var push = GitPush.Of(outcome, o => copy.Failure(o));
        return push with { Message = GitMessage.Clean(push.Message, copy.Credentials.Secrets) };
    }

    /// <summary>The tree of a commit that the copy has.</summary>
    public async Task<string> TreeOfAsync(string commit, CancellationToken cancellationToken) =>
        (await copy.LocalAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", $"{commit}^{{tree}}"], default, cancellationToken)).Text.Trim();
}
