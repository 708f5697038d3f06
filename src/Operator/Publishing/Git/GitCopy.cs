using System.Globalization;
using System.Text;
using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>
/// The operator's copy of a repository: bare, with one commit, and without the contents of files where the server can leave them out. It may
/// be lost at any time and is made again. Used by one worker at a time.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="folder">The copy's folder, its own.</param>
/// <param name="time">The clock.</param>
internal sealed class GitCopy(GitRepositoryOptions repository, string folder, TimeProvider time)
{
    public const string Remote = "origin";

    /// <summary>How large a file may be to be read: several times what a document or its evidence can have.</summary>
    public const long MostBytes = 8 << 20;

    private readonly GitUrl _url = GitUrl.Parse(repository.Url) ?? throw new ArgumentException("The URL was not validated.", nameof(repository));
    private readonly GitProcess _process = new(repository.Name, Path.Combine(folder, "home"), time);
    private readonly GitEnvironment _environment = new(repository, Path.Combine(folder, "keys"));
    private IReadOnlyDictionary<string, string> _variables = new Dictionary<string, string>(StringComparer.Ordinal);
    private GitCredentials _credentials = new();

    /// <summary>The credentials that it was opened with.</summary>
    public GitCredentials Credentials => _credentials;

    /// <summary>Whether signatures of commits can be verified.</summary>
    public bool KnowsSigners => repository.AllowedSigners.Count > 0;

    private string Bare => Path.Combine(folder, "copy.git");

    private string BranchRef => $"refs/heads/{repository.Branch}";

    private string TipRef => $"refs/remotes/{Remote}/{repository.Branch}";

    /// <summary>Makes the copy if there is none, and takes the credentials for what follows.</summary>
    public async Task OpenAsync(GitCredentials credentials, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "home", "keys" })
        {
            OwnerOnly.CreateFolder(Path.Combine(folder, name));
        }

        _credentials = credentials;
        _variables = await _environment.CreateAsync(_url, credentials, cancellationToken);
        GitCopyFolder.RemoveLeftovers(Bare);
        if (!File.Exists(Path.Combine(Bare, "HEAD")) || !await IsOfThisUrlAsync(cancellationToken))
        {
            await CreateAsync(cancellationToken);
        }
    }

    /// <summary>Throws the copy away; the next use makes it again.</summary>
    public void Discard()
    {
        if (Directory.Exists(Bare))
        {
            Directory.Delete(Bare, recursive: true);
        }
    }

    /// <summary>Whether the branch had a commit when it was fetched last, perhaps by an earlier process.</summary>
    public async Task<bool> KnowsTipAsync(CancellationToken cancellationToken) => (await NetworkAsync(["rev-parse", "--verify", "--quiet", TipRef], default, cancellationToken)).IsSuccess;

    /// <summary>Fetches the branch's newest commit.</summary>
    /// <returns>The commit; null for a repository without any.</returns>
    /// <exception cref="FailureException">It cannot be had.</exception>
    public async Task<string?> FetchAsync(CancellationToken cancellationToken)
    {
        var outcome = await FetchRefAsync(["--depth=1"], cancellationToken);
        if (outcome.IsSuccess)
        {
            return await ResolveAsync(TipRef, cancellationToken);
        }

        return outcome.Error.Contains("couldn't find remote ref", StringComparison.Ordinal) ? await DiagnoseMissingAsync(cancellationToken) : throw Failure(outcome);
    }

    /// <summary>Reads what is at and below the root folder.</summary>
    public async Task<GitTree> ReadTreeAsync(string? commit, CancellationToken cancellationToken)
    {
        Dictionary<string, GitEntry> entries = new(StringComparer.Ordinal);
        var attributes = GitTree.Prefixes(repository.Root).SkipLast(1).Select(folder => $"{folder}/{GitAttributes.FileName}").Prepend(GitAttributes.FileName);
        foreach (var prefix in commit is null ? [] : GitTree.Prefixes(repository.Root).Concat(attributes))
        {
            string[] recursion = prefix == repository.Root ? ["-r", "-t"] : [];
            var listed = await LocalAsync(["ls-tree", "-z", "--full-tree", .. recursion, commit!, "--", prefix], default, cancellationToken);
            foreach (var line in listed.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                var tab = line.IndexOf('\t', StringComparison.Ordinal);
                entries[line[(tab + 1)..]] = new GitEntry(line[..6], line[..tab].Split(' ')[2]);
            }
        }

        return new GitTree(entries);
    }

    /// <summary>Reads contents.</summary>
    /// <param name="objectIds">Of what.</param>
    /// <param name="arePresent">Whether the copy has all of them already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The contents by object ID; that of a file of more than 8 MiB, which nothing that the operator published has, is empty.</returns>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(IReadOnlyCollection<string> objectIds, bool arePresent, CancellationToken cancellationToken)
    {
        if (objectIds.Count == 0)
        {
            return new Dictionary<string, byte[]>(StringComparer.Ordinal);
        }

        var list = Encoding.ASCII.GetBytes(string.Join('\n', objectIds) + "\n");
        if (!arePresent && await IsPartialAsync(cancellationToken))
        {
            // All at once: git would ask for each of them when it is read. What fails here fails again below, with its message.
            await NetworkAsync(
                ["-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin", Remote], list, cancellationToken);
        }

        var sizes = await NetworkAsync(["cat-file", "--batch-check=%(objectname) %(objectsize)"], list, cancellationToken);
        if (!sizes.IsSuccess)
        {
            throw Failure(sizes);
        }

        var large = sizes.Text.Split('\n').Select(l => l.Split(' ')).Where(p => p is [_, var size] && long.TryParse(size, CultureInfo.InvariantCulture, out var bytes) && bytes > MostBytes).Select(p => p[0]).ToHashSet(StringComparer.Ordinal);
        var outcome = await NetworkAsync(["cat-file", "--batch"], Encoding.ASCII.GetBytes(string.Concat(objectIds.Except(large, StringComparer.Ordinal).Select(o => o + "\n"))), cancellationToken);
        return outcome.IsSuccess ? GitObjects.Parse(outcome.Output).Concat(large.Select(o => KeyValuePair.Create(o, Array.Empty<byte>()))).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal) : throw Failure(outcome);
    }

    /// <summary>Makes a commit in the copy.</summary>
    /// <param name="parent">The commit before; null for the first.</param>
    /// <param name="changes">What it changes.</param>
    /// <param name="message">Its message.</param>
    /// <returns>The commit.</returns>
    public async Task<string> CommitAsync(string? parent, IEnumerable<GitChange> changes, string message, CancellationToken cancellationToken)
    {
        var name = $"refs/publish/{Guid.NewGuid():N}";
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        await LocalAsync(["fast-import", "--quiet", "--done", "--date-format=raw"], GitObjects.Import(name, parent, changes, message, repository.Committer, seconds), cancellationToken);
        var commit = await ResolveAsync(name, cancellationToken);
        await LocalAsync(["update-ref", "-d", name], default, cancellationToken);
        if (_credentials.SigningKey is null)
        {
            return commit;
        }

        var date = string.Create(CultureInfo.InvariantCulture, $"{seconds} +0000");
        Dictionary<string, string> variables = new(_variables, StringComparer.Ordinal) { ["GIT_AUTHOR_DATE"] = date, ["GIT_COMMITTER_DATE"] = date };
        string[] parents = parent is null ? [] : ["-p", parent];
        var signed = await _process.RunAsync(
            [$"--git-dir={Bare}", "commit-tree", "-S", .. parents, "-F", "-", $"{commit}^{{tree}}"], variables, Encoding.UTF8.GetBytes(message), repository.Timeout, cancellationToken);
        return signed.IsSuccess
            ? signed.Text.Trim()
            : throw new FailureException(Reasons.SSHKeyInvalid, $"Git repository '{repository.Name}': the commit cannot be signed: {GitMessage.Clean(signed.Error, _credentials.Secrets)}", isTerminal: true);
    }

    /// <summary>Pushes a commit, if the branch is still where it was.</summary>
    public async Task<GitPush> PushAsync(string commit, string? expected, CancellationToken cancellationToken)
    {
        GitOutcome outcome;
        try
        {
            outcome = await NetworkAsync(PushOf(commit, expected), default, cancellationToken);
        }
        catch (FailureException e)
        {
            // It took too long, and may have arrived.
            return new GitPush(GitPushState.Unclear, e.Message, e) { TookTooLong = true };
        }

        var push = GitPush.Of(outcome, o => Failure(o));
        if (push.State == GitPushState.Done)
        {
            await LocalAsync(["update-ref", TipRef, commit], default, cancellationToken);
        }

        return push with { Message = GitMessage.Clean(push.Message, _credentials.Secrets) };
    }

    /// <summary>The same copy, opened, for another branch of the repository.</summary>
    public GitCopy On(string branch) => new(repository.On(branch), folder, time) { _credentials = _credentials, _variables = _variables };

    /// <summary>How many files the copy has, and their bytes.</summary>
    public (int Files, long Bytes) Size() => GitCopyFolder.Size(Bare);

    /// <summary>Runs git in the copy, without the server, and fails if git does.</summary>
    /// <exception cref="GitCopyException">The copy is broken.</exception>
    public async Task<GitOutcome> LocalAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var outcome = await NetworkAsync(arguments, input, cancellationToken);
        return outcome.IsSuccess ? outcome : throw new GitCopyException(repository, $"{arguments[0]}: {GitMessage.Clean(outcome.Error, _credentials.Secrets)}");
    }

    /// <summary>Runs git in the copy; it may talk to the server.</summary>
    public Task<GitOutcome> NetworkAsync(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        _process.RunAsync([$"--git-dir={Bare}", .. arguments], _variables, input, repository.Timeout, cancellationToken);

    /// <summary>Fetches the branch in some depth.</summary>
    public Task<GitOutcome> FetchRefAsync(IReadOnlyList<string> depth, CancellationToken cancellationToken) => NetworkAsync(
        ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--update-shallow", .. depth, Remote, $"+{BranchRef}:{TipRef}"], default, cancellationToken);

    /// <summary>The failure that an outcome means.</summary>
    public FailureException Failure(GitOutcome outcome) => GitFailures.Of(repository, outcome, _credentials);

    // The lease forces nothing, because the commit follows the expected one: it makes git say so when somebody has deleted the branch.
    private string[] PushOf(string commit, string? expected) =>
        ["push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", $"--force-with-lease={BranchRef}:{expected}", Remote, $"{commit}:{BranchRef}"];

    private async Task<string> ResolveAsync(string name, CancellationToken cancellationToken) =>
        (await LocalAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", $"{name}^{{commit}}"], default, cancellationToken)).Text.Trim();

    private async Task<bool> IsPartialAsync(CancellationToken cancellationToken) =>
        (await NetworkAsync(["config", "--get", $"remote.{Remote}.promisor"], default, cancellationToken)).IsSuccess;

    private async Task<bool> IsOfThisUrlAsync(CancellationToken cancellationToken)
    {
        var known = await NetworkAsync(["config", "--get", $"remote.{Remote}.url"], default, cancellationToken);
        return known.IsSuccess && known.Text.TrimEnd('\n') == _url.Text;
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        Discard();
        var made = await _process.RunAsync(["init", "--quiet", "--bare", "--template=", "--", Bare], _variables, default, repository.Timeout, cancellationToken);
        if (!made.IsSuccess)
        {
            throw new GitCopyException(repository, GitMessage.Clean(made.Error, []));
        }

        await LocalAsync(["config", $"remote.{Remote}.url", _url.Text], default, cancellationToken);
    }

    /// <summary>Tells an empty repository from a missing branch, and both from something that is no Git server.</summary>
    private async Task<string?> DiagnoseMissingAsync(CancellationToken cancellationToken)
    {
        await GitServerProbe.EnsureAsync(repository, _url, _credentials, time, cancellationToken);
        var listed = await NetworkAsync(["ls-remote", "--heads", Remote], default, cancellationToken);
        if (!listed.IsSuccess)
        {
            throw Failure(listed);
        }

        return listed.Text.Length == 0
            ? null
            : throw new FailureException(Reasons.BranchMissing, $"Git repository '{repository.Name}' has no branch {repository.Branch}; create it, or correct the branch in the operator's configuration", isTerminal: true);
    }
}
