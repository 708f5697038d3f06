using System.Security.Cryptography;
using System.Text;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git.Fencing;
using Operator.Publishing.GitHub;
using Operator.Runtime;

namespace Operator.Publishing.Git;

/// <summary>A document that is due for a branch.</summary>
/// <param name="Key">The resource.</param>
/// <param name="Path">Where the document goes, below the repository's top.</param>
/// <param name="Document">The document.</param>
/// <param name="Companions">What goes beside it, by file name.</param>
internal sealed record GitRequest(ObjectKey Key, string Path, FencedDocument Document, IReadOnlyDictionary<string, byte[]> Companions)
{
    private readonly string _digest = DigestOf(Path, WithCharts(Document, Companions), Companions);
    private byte[] _text = Encoding.UTF8.GetBytes(WithCharts(Document, Companions).Write());

    /// <summary>The document. It names the charts that go beside it.</summary>
    public FencedDocument Document { get; init; } = WithCharts(Document, Companions);

    /// <summary>A request to remove what was published, but for evidence and what people wrote.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="path">Where the document was published; empty where that is not known, and the document is looked for.</param>
    /// <param name="cluster">The name of the cluster.</param>
    /// <param name="isProposed">Whether it was proposed in a pull request, which is then closed.</param>
    public static GitRequest Removal(ObjectKey key, string path, string cluster, bool isProposed = false) => new(
        key, path, new FencedDocument(new DocumentOwner(cluster, key.Namespace, key.Name), "", [], []), new Dictionary<string, byte[]>(StringComparer.Ordinal))
    {
        IsRemoval = true,
        Proposal = isProposed ? Proposal.None : null,
    };

    /// <summary>A question for what was published of a resource, wherever it is; never for a push.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="cluster">The name of the cluster.</param>
    /// <param name="reviewers">The reviewers of the spec.</param>
    public static GitRequest Search(ObjectKey key, string cluster, IReadOnlyList<string> reviewers) => new(
        key, "", new FencedDocument(new DocumentOwner(cluster, key.Namespace, key.Name), "", [], reviewers), new Dictionary<string, byte[]>(StringComparer.Ordinal));

    /// <summary>Whether the files are to be removed.</summary>
    public bool IsRemoval { get; private init; }

    /// <summary>The commit that the status names, if the document was published before.</summary>
    public string? PreviousRevision { get; init; }

    /// <summary>Whether what the repository held of the post-mortem was taken over, so that newer evidence may take the place of what lies there.</summary>
    public bool HoldsArchive { get; init; }

    /// <summary>Throws when this process may not act any more, because another one leads.</summary>
    public Action EnsureMayAct { get; init; } = static () => { };

    /// <summary>Other clusters whose document of this namespace and name is taken over.</summary>
    public IReadOnlyList<string> AdoptClusters { get; init; } = [];

    /// <summary>What people are known to have said by boxes last: whether the box of a subject was ticked.</summary>
    public IReadOnlyDictionary<string, bool> Said
    {
        get;
        init
        {
            field = value;
            _text = Encoding.UTF8.GetBytes((Document with { Said = value.Where(s => s.Value).Select(s => s.Key).ToHashSet(StringComparer.Ordinal) }).Write());
        }
    } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>Whether somebody asks for a new try, so that what was answered before does not count.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What the index page says of the document; null for nothing.</summary>
    public IndexEntry? Entry { get; init; }

    /// <summary>What a pull request says of the document; null where it is pushed.</summary>
    public Proposal? Proposal { get; init; }

    /// <summary>Ends when there is an answer.</summary>
    public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The document's file if nobody has edited it.</summary>
    public byte[] Text => _text;

    /// <summary>Decides over all that is to be written, and where.</summary>
    public string Digest => IsRemoval ? $"removal of {Path}" : _digest + Proposal?.Digest + Entry?.Text + string.Concat(Said.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $" {s.Key}={s.Value}"));

    /// <summary>The bytes of all files.</summary>
    public long Size => _text.Length + Companions.Sum(c => (long)c.Value.Length);

    /// <summary>Whether a document with this marker is that of the resource.</summary>
    public bool Owns(DocumentOwner owner) => owner == Document.Owner || (AdoptClusters.Contains(owner.Cluster, StringComparer.Ordinal) && owner with { Cluster = Document.Owner.Cluster } == Document.Owner);

    private static FencedDocument WithCharts(FencedDocument document, IReadOnlyDictionary<string, byte[]> companions) =>
        document with { Charts = [.. companions.Keys.Where(n => n.EndsWith(".svg", StringComparison.Ordinal)).Order(StringComparer.Ordinal)] };

    private static string DigestOf(string path, FencedDocument document, IReadOnlyDictionary<string, byte[]> companions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{document.Write()}\0"));
        foreach (var (name, content) in companions)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{content.Length}\0"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What became of a request.</summary>
/// <param name="Digest">The request's.</param>
internal sealed record GitDelivery(string Digest)
{
    /// <summary>Where the document is: people may have moved it.</summary>
    public required string Path { get; init; }

    /// <summary>The commit that holds it; null if it is not published.</summary>
    public string? Revision { get; init; }

    /// <summary>The content of the document's file, by Git's name.</summary>
    public string? ObjectId { get; init; }

    /// <summary>Blocks that people edited.</summary>
    public IReadOnlyList<string> Edited { get; init; } = [];

    /// <summary>Whether the index page is people's own, so that it does not list the document.</summary>
    public bool IsIndexUnmarked { get; init; }

    /// <summary>What the server says against changes of the index page, which is left as it is; null if it takes them.</summary>
    public string? IndexRefusal { get; init; }

    /// <summary>Boxes that people ticked or unticked.</summary>
    public IReadOnlyList<BoxStatement> Boxes { get; init; } = [];

    /// <summary>Whether people have to decide about it first.</summary>
    public bool IsProposed { get; init; }

    /// <summary>The newest pull request; null without one.</summary>
    public PullRequestStatus? PullRequest { get; init; }

    /// <summary>The branch of the pull request; null where there can be none.</summary>
    public string? Branch { get; init; }

    /// <summary>What the pull request was when this was answered.</summary>
    public string? Seen { get; init; }

    /// <summary>What else people should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether people deleted the file, so that it is not published.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Why it could not be delivered; null if it was, or is withheld.</summary>
    public FailureException? Failure { get; init; }

    /// <summary>Whether the server refused a push of nothing but this, so that it is this that it refuses.</summary>
    public bool IsRefusedAlone { get; init; }
}
