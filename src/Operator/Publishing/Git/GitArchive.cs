using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;

namespace Operator.Publishing.Git;

/// <summary>Finds what was published of a post-mortem before, for a resource that knows nothing of it: the repository is the archive.</summary>
/// <param name="branch">What is known of the branch.</param>
internal sealed class GitArchive(GitBranchState branch)
{
    // More than either file ever is.
    private const int MostBytes = 32 << 20;

    /// <summary>Finds it.</summary>
    /// <param name="request">Whose document; only its owner counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<ArchivedDocument?> FindAsync(GitRequest request, CancellationToken cancellationToken)
    {
        await branch.EnsureFreshAsync(force: false, cancellationToken);
        if (branch.Tip is not { } tip || await branch.FindDocumentAsync(request, cancellationToken) is not { } path)
        {
            return null;
        }

        var folder = path[..path.LastIndexOf('/')];
        var (status, evidence) = (ObjectId($"{folder}/{ConfigMapPublisher.StatusKey}"), ObjectId($"{folder}/{GitPublisher.EvidenceKey}"));
        var contents = await branch.ReadAsync([.. new[] { status, evidence }.OfType<string>()], cancellationToken);
        return new ArchivedDocument(path, tip) { Status = Status(Content(status)), Evidence = Content(evidence) };

        string? ObjectId(string file) => branch.Find(file) is { IsFile: true } entry ? entry.ObjectId : null;

        byte[]? Content(string? objectId) => objectId is not null && contents.GetValueOrDefault(objectId) is { Length: <= MostBytes } content ? content : null;
    }

    private static PostMortemStatus? Status(byte[]? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, PostMortemJsonContext.Default.PostMortemStatus);
        }
        catch (JsonException)
        {
            // Edited by hand, or of a later version: evidence and document are there all the same.
            return null;
        }
    }
}
