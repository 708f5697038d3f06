using System.Text;
using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>Finds what was published of a post-mortem before, for a resource that knows nothing of it: the repository is the archive.</summary>
/// <param name="branch">What is known of the branch.</param>
internal sealed class GitArchive(GitBranchState branch)
{
    // More pieces of evidence of one name are not asked for whose they are.
    private const int MostLeft = 20;

    /// <summary>Finds it.</summary>
    /// <param name="request">Whose document; its owner and its reviewers count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<ArchivedDocument?> FindAsync(GitRequest request, CancellationToken cancellationToken)
    {
        await branch.EnsureFreshAsync(force: false, cancellationToken);
        if (branch.Tip is not { } tip)
        {
            return null;
        }

        if (await branch.FindDocumentAsync(request, cancellationToken) is not { } path)
        {
            return await FindLeftAsync(request, tip, cancellationToken);
        }

        var folder = path[..path.LastIndexOf('/')];
        var (text, status, evidence) = (ObjectId(path), ObjectId($"{folder}/{ConfigMapPublisher.StatusKey}"), ObjectId($"{folder}/{GitPublisher.EvidenceKey}"));
        var contents = await branch.ReadAsync([.. new[] { text, status, evidence }.OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
        var archived = new ArchivedDocument(path, tip) { Status = Status(Content(status)), Evidence = Content(evidence) };
        var reviewers = request.Document.Reviewers.Where(r => archived.Status?.Approvals?.Any(a => a.Reviewer == r) == true).ToList();
        return archived with { SignOffs = await SignOffsAsync(request, reviewers, path, Content(text) ?? [], tip, cancellationToken) };

        string? ObjectId(string file) => branch.Find(file) is { IsFile: true } entry ? entry.ObjectId : null;

        byte[]? Content(string? objectId) => objectId is not null && contents.GetValueOrDefault(objectId) is { Length: > 0 } content ? content : null;
    }

    /// <summary>Evidence that stayed when a document was removed with its resource; the document that was there last says whose it is.</summary>
    private async Task<ArchivedDocument?> FindLeftAsync(GitRequest request, string tip, CancellationToken cancellationToken)
    {
        foreach (var path in branch.LeftEvidence(request.Key).Take(MostLeft).SelectMany(folder => new[] { $"{folder}/README.md", $"{folder}/index.md" }))
        {
            if (await branch.History.ChangesAsync(path, tip, cancellationToken) is [{ After: null, Before: { } before }, ..]
                && branch.Find($"{path[..path.LastIndexOf('/')]}/{GitPublisher.EvidenceKey}") is { } evidence)
            {
                var contents = await branch.ReadAsync([before, evidence.ObjectId], cancellationToken);
                if (contents.TryGetValue(before, out var document) && GitBranchState.OwnerOf(document) is { } owner && request.Owns(owner))
                {
                    return new ArchivedDocument(path, tip) { IsRemoved = true, Evidence = contents.GetValueOrDefault(evidence.ObjectId) };
                }
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<BoxStatement>> SignOffsAsync(GitRequest request, List<string> reviewers, string path, byte[] text, string tip, CancellationToken cancellationToken)
    {
        var file = Encoding.UTF8.GetString(text);
        var ticked = reviewers.Select(r => new TickedBox(null, r, IsTicked: true)).Where(b => Boxes.SignIn(file, b) == true).ToList();
        return ticked.Count == 0 ? [] : await new BoxHistory(branch, path, request).StateAsync(ticked, tip, cancellationToken);
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
