using System.Text;
using Operator.Core;
using Operator.Publishing.Git.Fencing;
using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>What is known of a branch: its newest commit and what that holds. Used by one worker at a time.</summary>
/// <param name="copy">The copy of the repository.</param>
/// <param name="root">The folder below which everything is published.</param>
/// <param name="time">The clock.</param>
internal sealed class GitBranchState(GitCopy copy, string root, TimeProvider time)
{
    // What was seen so short a time ago needs no question: a push fails if it has changed.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // A copy that has grown beyond these, and to twice its size when it was new, is made again.
    private const int MostFiles = 400;
    private const long LeastBytes = 24 << 20;

    // Each content is read once.
    private const int MostCandidates = 20_000;
    private const int CandidatesAtOnce = 200;

    // What markers say of a content never changes.
    private const int MostOwners = 20_000;

    private readonly Dictionary<string, DocumentOwner?> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private GitTree _tree = new(new Dictionary<string, GitEntry>(StringComparer.Ordinal));
    private long? _seenAt;
    private long? _freshBytes;

    public GitCopy Copy => copy;

    public GitHistory History { get; } = new(copy);

    /// <summary>The newest commit; null in an empty repository, and before the first look.</summary>
    public string? Tip { get; private set; }

    /// <summary>Whether it had a commit once: then it is not the branch of an empty repository.</summary>
    public bool HadTip { get; private set; }

    /// <summary>What the index page says of documents, by path: as the newest request of each says it.</summary>
    public Dictionary<string, IndexEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the index page was taken by the server since it was refused last.</summary>
    public bool IsIndexWritten { get; set; }

    /// <summary>A request that is answered already, whose documents the index page does not list as it should; null when it does.</summary>
    public GitRequest? Unlisted { get; set; }

    /// <summary>Fetches if what is known is old.</summary>
    public async Task EnsureFreshAsync(bool force, CancellationToken cancellationToken)
    {
        if (!force && _seenAt is { } seen && time.GetElapsedTime(seen) < Fresh)
        {
            return;
        }

        HadTip |= _seenAt is null && await copy.KnowsTipAsync(cancellationToken);
        var tip = await copy.FetchAsync(cancellationToken);
        if (_seenAt is null || tip != Tip)
        {
            _tree = await copy.ReadTreeAsync(tip, cancellationToken);
            Tip = tip;
            HadTip |= tip is not null;
        }

        _seenAt = time.GetTimestamp();
    }

    /// <summary>Takes over what was pushed.</summary>
    public void Advance(string commit, IReadOnlyList<GitChange> changes)
    {
        _tree.Apply(changes);
        _present.UnionWith(changes.Where(c => c.Content is not null).Select(c => GitTree.ObjectIdOf(c.Content)));
        Tip = commit;
        HadTip = true;
        _seenAt = time.GetTimestamp();
    }

    /// <summary>Throws a copy away that has grown: what was pushed is kept in it, and a fresh copy has none of that.</summary>
    public void Bound()
    {
        var (files, bytes) = copy.Size();
        if (_freshBytes is null)
        {
            _freshBytes = bytes;
        }
        else if (files > MostFiles || bytes > Math.Max(LeastBytes, 2 * _freshBytes.Value))
        {
            copy.Discard();
            Forget();
        }
    }

    /// <summary>Forgets everything: the copy is made again.</summary>
    public void Forget()
    {
        (_seenAt, Tip, _freshBytes) = (null, null, null);
        _present.Clear();
    }

    /// <summary>The tree, for plans that may come to nothing.</summary>
    public GitTree CopyOfTree() => _tree.Copy();

    /// <summary>What is at a path.</summary>
    public GitEntry? Find(string path) => _tree.Find(path);

    /// <summary>Reads contents; those that the copy has already without the server.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
    {
        var contents = await copy.ReadAsync(objectIds, objectIds.All(_present.Contains), cancellationToken);
        _present.UnionWith(contents.Keys);
        return contents;
    }

    /// <summary>Where the resource's document is: at its path, or where people have moved it.</summary>
    /// <returns>Null if people have deleted it: it is not to be published.</returns>
    public async Task<string?> LocateAsync(GitRequest request, CancellationToken cancellationToken)
    {
        if (Tip is null || (_tree.Find(request.Path) is { } there && !await IsOfAnotherAsync(request, there, cancellationToken)))
        {
            return request.Path;
        }

        if (await FindDocumentAsync(request, cancellationToken) is { } found)
        {
            return found;
        }

        if (_tree.Find(request.Path) is not null)
        {
            return request.Path;
        }

        return request.IsRemoval || await IsDeletedAsync(request, cancellationToken) || (request.PreviousRevision is { } revision && await History.MayContainAsync(revision, Tip, cancellationToken)) ? null : request.Path;
    }

    /// <summary>Whether people have put another document into the place of a resource's.</summary>
    private async Task<bool> IsOfAnotherAsync(GitRequest request, GitEntry there, CancellationToken cancellationToken)
    {
        if (!there.IsFile || there.ObjectId == GitTree.ObjectIdOf(request.Text))
        {
            return false;
        }

        await ReadOwnersAsync([request.Path], cancellationToken);
        return _owners.GetValueOrDefault(there.ObjectId) is { } owner && !request.Owns(owner);
    }

    /// <summary>Whether people deleted the document of a resource that knows of no publication, but not what lay beside it.</summary>
    private async Task<bool> IsDeletedAsync(GitRequest request, CancellationToken cancellationToken) => request.PreviousRevision is null
        && _tree.Find($"{request.Path[..request.Path.LastIndexOf('/')]}/{ConfigMapPublisher.StatusKey}") is not null
        && await FindDeletedAsync(request, request.Path, cancellationToken) is not null;

    /// <summary>The document of the resource that people deleted from a path, as it was last; null when something else became of the path.</summary>
    public async Task<byte[]?> FindDeletedAsync(GitRequest request, string path, CancellationToken cancellationToken) =>
        await History.ChangesAsync(path, Tip!, cancellationToken) is [{ After: null, IsOperators: false, Before: { } before }, ..]
        && (await ReadAsync([before], cancellationToken)).TryGetValue(before, out var document) && OwnerOf(document) is { } owner && request.Owns(owner)
            ? document
            : null;

    /// <summary>Where a document of the resource is, by the markers of all documents; null when there is none.</summary>
    public async Task<string?> FindDocumentAsync(GitRequest request, CancellationToken cancellationToken)
    {
        // Most paths have the resource's name in them, and a document is published under one of two names.
        var candidates = _tree.Documents().Where(p => p != $"{root}/README.md")
            .OrderByDescending(p => p.Split('/').Contains(request.Key.Name)).ThenByDescending(p => p.EndsWith("/README.md", StringComparison.Ordinal) || p.EndsWith("/index.md", StringComparison.Ordinal)).Take(MostCandidates);
        foreach (var some in candidates.Chunk(CandidatesAtOnce))
        {
            await ReadOwnersAsync(some, cancellationToken);
            if (some.FirstOrDefault(c => _owners.GetValueOrDefault(ObjectIdOf(c)) is { } owner && request.Owns(owner)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>
    /// The document to which a folder belongs, if it is another than that at a path: what lies beside a document is that of README.md, else of
    /// index.md, else of the first by name, where people have put documents.
    /// </summary>
    /// <returns>Null when the folder is that of the document itself.</returns>
    public async Task<GitNeighbour?> FindHostAsync(GitRequest request, string path, CancellationToken cancellationToken)
    {
        var (folder, name) = (path[..path.LastIndexOf('/')], path[(path.LastIndexOf('/') + 1)..]);
        string[] before = name switch
        {
            "README.md" => [],
            "index.md" => [$"{folder}/README.md"],
            _ => [$"{folder}/README.md", $"{folder}/index.md", .. _tree.FilesIn(folder).Where(f => f.EndsWith(".md", StringComparison.Ordinal) && string.CompareOrdinal(f, path) < 0)],
        };
        before = [.. before.Distinct(StringComparer.Ordinal).Where(f => f != $"{root}/README.md" && _tree.Find(f) is { IsFile: true })];
        await ReadOwnersAsync(before, cancellationToken);
        return before.Select(f => (Path: f, Owner: _owners.GetValueOrDefault(ObjectIdOf(f)))).Where(f => f.Owner is { } owner && owner != request.Document.Owner)
            .Select(f => (GitNeighbour?)new GitNeighbour(f.Path, f.Owner!.Value)).FirstOrDefault();
    }

    /// <summary>Evidence beside which there is no document, in folders that have the resource's name on their way.</summary>
    public IEnumerable<string> LeftEvidence(ObjectKey key)
    {
        const string File = "/" + GitPublisher.EvidenceKey;
        return _tree.Files().Where(f => f.EndsWith(File, StringComparison.Ordinal) && f.Contains($"/{key.Name}/", StringComparison.Ordinal))
            .Select(f => f[..^File.Length]).Where(f => _tree.Find($"{f}/README.md") is null && _tree.Find($"{f}/index.md") is null).Order(StringComparer.Ordinal);
    }

    private string ObjectIdOf(string path) => _tree.Find(path)!.Value.ObjectId;

    private async Task ReadOwnersAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        string[] objectIds = [.. paths.Select(ObjectIdOf).Where(o => !_owners.ContainsKey(o)).Distinct(StringComparer.Ordinal)];
        if (_owners.Count > MostOwners)
        {
            _owners.Clear();
        }

        foreach (var (objectId, content) in await ReadAsync(objectIds, cancellationToken))
        {
            _owners[objectId] = OwnerOf(content);
        }
    }

    /// <summary>Whose document a content is; null if it is none, or that cannot be told.</summary>
    public static DocumentOwner? OwnerOf(byte[] content)
    {
        try
        {
            return FencedFile.Parse(Encoding.UTF8.GetString(content), "") is { } file ? DocumentOwner.Of(file.Owner) : null;
        }
        catch (FailureException)
        {
            // Whose it is does not matter as long as it cannot be read.
            return null;
        }
    }
}
