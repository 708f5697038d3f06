using System.Text;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>Decides what to change in a tree for a request. It changes nothing that is not the resource's.</summary>
/// <param name="repository">The repository.</param>
/// <param name="tree">What is there, with what the requests before change.</param>
/// <param name="contents">The contents of documents that are not as the operator would write them.</param>
/// <param name="hosts">The document of another resource in whose folder people have put one, by the path of the latter.</param>
/// <param name="deleted">Documents that people deleted, and whose resource goes, by path, as they were last.</param>
internal sealed class GitPlanner(
    GitRepositoryOptions repository,
    GitTree tree,
    IReadOnlyDictionary<string, byte[]> contents,
    IReadOnlyDictionary<string, GitNeighbour> hosts,
    IReadOnlyDictionary<string, byte[]> deleted)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Plans a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Where the document is now.</param>
    /// <exception cref="FailureException">PathUnsafe, PathTaken or MarkersAmbiguous: it cannot be written there.</exception>
    public GitPlan Plan(GitRequest request, string path)
    {
        EnsureSafe(path);
        if (request.IsRemoval)
        {
            return Remove(request, path);
        }

        if (hosts.TryGetValue(path, out var host))
        {
            throw new FailureException(
                Reasons.PathTaken,
                $"Git repository '{repository.Name}': {path} lies in the folder of {host.Path}, the document of {host.Owner}, and the charts and figures of both would be one; move it to a folder of its own",
                isTerminal: true);
        }

        var plan = tree.Find(path) is { } entry ? Update(request, path, entry) : Create(request, path);
        var folder = FolderOf(path);
        if (InTheWay(request, folder, path) is { } foreign)
        {
            throw new FailureException(
                Reasons.PathTaken,
                $"Git repository '{repository.Name}': {foreign} exists already and has not been published by the operator, and the document that was moved beside it brings a file of that name along; it is left as it is: rename it, or move the document to another folder",
                isTerminal: true);
        }

        var companions = request.Companions.Select(c => new GitChange($"{folder}/{c.Key}", c.Value)).Where(c => tree.Find(c.Path)?.ObjectId != GitTree.ObjectIdOf(c.Content));
        plan = plan with { Changes = [.. plan.Changes, .. companions, .. LeftBehind(request, path)] };
        foreach (var change in plan.Changes)
        {
            EnsureSafe(change.Path);
        }

        return plan;
    }

    /// <summary>
    /// A file of people in a folder to which they moved a document alone. What was published beside the document still lies where it was; once it has
    /// gone along, and where another document keeps it there, what lies here is the operator's.
    /// </summary>
    private string? InTheWay(GitRequest request, string folder, string path)
    {
        var from = request.Path.Length == 0 ? folder : FolderOf(request.Path);
        return from == folder || request.PreviousRevision is null || HoldsText(from, path) ? null
            : request.Companions
                .Where(c => tree.Find($"{from}/{c.Key}") is { } ours && tree.Find($"{folder}/{c.Key}") is { } there && there.ObjectId != ours.ObjectId && there.ObjectId != GitTree.ObjectIdOf(c.Value))
                .Select(c => $"{folder}/{c.Key}")
                .FirstOrDefault();
    }

    private GitPlan Create(GitRequest request, string path)
    {
        var folder = FolderOf(path);
        if (!request.HoldsArchive && request.Companions.TryGetValue(GitPublisher.EvidenceKey, out var evidence)
            && tree.Find($"{folder}/{GitPublisher.EvidenceKey}") is { } kept && kept.ObjectId != GitTree.ObjectIdOf(evidence))
        {
            throw Taken($"{folder}/{GitPublisher.EvidenceKey}", "is what a former post-mortem left there, of other alerts, objectives or times");
        }

        // Evidence stays when a document is removed.
        var taken = request.Companions.Keys.FirstOrDefault(name => name != GitPublisher.EvidenceKey && tree.Find($"{folder}/{name}") is not null);
        return taken is null || request.PreviousRevision is not null
            ? new GitPlan(request, path, [new GitChange(path, request.Text)]) { ObjectId = GitTree.ObjectIdOf(request.Text) }
            : throw Taken($"{folder}/{taken}", "exists already and has not been published by the operator");
    }

    private GitPlan Update(GitRequest request, string path, GitEntry entry)
    {
        if (entry.ObjectId == GitTree.ObjectIdOf(request.Text))
        {
            return new GitPlan(request, path, []) { ObjectId = entry.ObjectId };
        }

        var file = Read(path, entry) ?? throw (request.PreviousRevision is null ? Taken(path, "exists already and has not been published by the operator, or its first comment was removed") : Replaced(path, "has lost its first comment, by which it was this resource's"));
        var owner = DocumentOwner.Of(file.Owner);
        if (!request.Owns(owner))
        {
            var adopt = owner with { Cluster = request.Document.Owner.Cluster } == request.Document.Owner ? " (if that is a former name of this one, list it in git.adoptClusters)" : "";
            throw request.PreviousRevision is null ? Taken(path, $"is the document of {owner}{adopt}") : Replaced(path, $"is the document of {owner} now");
        }

        if (request.Document.Charts.Select(c => $"{FolderOf(path)}/{c}").FirstOrDefault(c => tree.Find(c) is { } there && !ChartsOf(file, path).Contains(c) && there.ObjectId != GitTree.ObjectIdOf(request.Companions[NameOf(c)])) is { } foreign)
        {
            throw Taken(foreign, "exists already and has not been published by the operator, and is the name of a chart; rename it");
        }

        var merged = Merge(request, request.Document.Charts, file);

        // A chart goes with its objective, unless what people wrote shows it, here or in another file of the folder.
        string[] former = [.. file.Owner.List(Marker.Charts).Where(c => IsChart(c) && !request.Document.Charts.Contains(c, StringComparer.Ordinal))];
        string[] shown = [.. former.Where(c => merged.Text.Contains(c, StringComparison.Ordinal) || HoldsText(FolderOf(path), path))];
        merged = shown.Length == 0 ? merged : Merge(request, [.. request.Document.Charts.Concat(shown).Order(StringComparer.Ordinal)], file);
        var gone = former.Except(shown, StringComparer.Ordinal).Select(c => $"{FolderOf(path)}/{c}").Where(c => tree.Find(c) is { IsFile: true }).Select(c => new GitChange(c, null));
        var text = Encoding.UTF8.GetBytes(merged.Text);
        var objectId = GitTree.ObjectIdOf(text);
        return new GitPlan(request, path, [.. objectId == entry.ObjectId ? [] : new[] { new GitChange(path, text) }, .. gone]) { ObjectId = objectId, Edited = merged.Edited, Boxes = merged.Boxes, Offers = merged.Offers };
    }

    // In a pull request each commit may dismiss reviews, and a box with an offer would be merged.
    private static MergedDocument Merge(GitRequest request, IReadOnlyList<string> charts, FencedFile file) =>
        new DocumentMerge(request.Document with { Charts = charts }, file, request.Said) { KeepsOffersOut = request.Proposal is not null }.Run();

    /// <summary>Evidence stays, and so does a document in which people wrote, with its charts.</summary>
    private GitPlan Remove(GitRequest request, string path)
    {
        if (tree.Find(path) is not { } entry)
        {
            return new GitPlan(request, path, [.. Orphans(path).Select(f => new GitChange(f, null))]) { ObjectId = "" };
        }

        if (Read(path, entry) is not { } file || DocumentOwner.Of(file.Owner) != request.Document.Owner)
        {
            throw Taken(path, "is not the document of this resource any more");
        }

        var folder = FolderOf(path);
        string[] companions = hosts.ContainsKey(path) ? [] : [$"{folder}/{ConfigMapPublisher.StatusKey}", .. file.HasPeoplesText ? [] : ChartsOf(file, path)];
        IEnumerable<string> removed = file.HasPeoplesText ? companions : companions.Prepend(path);
        GitChange[] changes = [.. removed.Where(p => tree.Find(p) is not null).Select(p => new GitChange(p, null)), .. LeftBehind(request, path)];
        return new GitPlan(request, path, changes) { ObjectId = file.HasPeoplesText ? entry.ObjectId : "" };
    }

    /// <summary>What was published beside a document that people deleted, in a folder in which nothing else refers to it.</summary>
    private IEnumerable<string> Orphans(string path)
    {
        if (!deleted.TryGetValue(path, out var document) || HoldsText(FolderOf(path), path))
        {
            return [];
        }

        var charts = ChartsOf(FencedFile.Parse(Encoding.UTF8.GetString(document), path), path);
        return tree.FilesIn(FolderOf(path)).Where(f => charts.Contains(f) || NameOf(f) == ConfigMapPublisher.StatusKey);
    }

    private bool HoldsText(string folder, string but) => tree.FilesIn(folder).Any(f => f != but && f.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>What was published beside a document that people have moved away alone: it goes along, and evidence only once it is there.</summary>
    private IEnumerable<GitChange> LeftBehind(GitRequest request, string path)
    {
        var folder = request.Path.Length == 0 ? FolderOf(path) : FolderOf(request.Path);
        if (folder == FolderOf(path) || (request.PreviousRevision is null && !request.IsRemoval) || HoldsText(folder, path))
        {
            return [];
        }

        var isEvidenceThere = request.Companions.TryGetValue(GitPublisher.EvidenceKey, out var evidence) && tree.Find($"{folder}/{GitPublisher.EvidenceKey}")?.ObjectId == GitTree.ObjectIdOf(evidence);

        // What is as the operator would write it was not read, and names the same charts.
        var charts = tree.Find(path) is not { IsFile: true } entry ? []
            : entry.ObjectId == GitTree.ObjectIdOf(request.Text) ? [.. request.Document.Charts.Select(c => $"{folder}/{c}")]
            : ChartsOf(Read(path, entry), $"{folder}/");
        return [.. tree.FilesIn(folder).Where(f => charts.Contains(f) || NameOf(f) == ConfigMapPublisher.StatusKey || (isEvidenceThere && NameOf(f) == GitPublisher.EvidenceKey)).Select(f => new GitChange(f, null))];
    }

    /// <summary>The charts that were published with a document.</summary>
    private static HashSet<string> ChartsOf(FencedFile? file, string path) =>
        [.. (file?.Owner.List(Marker.Charts) ?? []).Where(c => IsChart(c)).Select(c => $"{FolderOf(path)}/{c}")];

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static bool IsChart(string path) => NameOf(path) is ['s', 'l', 'i', '-', .., '.', 's', 'v', 'g'];

    private FencedFile? Read(string path, GitEntry entry)
    {
        if (!contents.TryGetValue(entry.ObjectId, out var content))
        {
            throw new GitCopyException(repository, $"{path} could not be read");
        }

        if (content.Length == 0 && entry.ObjectId != GitTree.ObjectIdOf(content))
        {
            throw new FailureException(
                Reasons.PathTaken,
                $"Git repository '{repository.Name}': {path} is larger than {GitCopy.MostBytes >> 20} MiB, which is more than the operator reads; it is left as it is: make it smaller, such as by keeping pictures in files of their own",
                isTerminal: true);
        }

        try
        {
            return FencedFile.Parse(Strict.GetString(content), path);
        }
        catch (DecoderFallbackException)
        {
            throw new FailureException(Reasons.MarkersAmbiguous, $"{path} is not UTF-8 any more; it is left as it is: save it as UTF-8", isTerminal: true);
        }
    }

    private void EnsureSafe(string path)
    {
        if (GitPath.Problem(path) is { } problem)
        {
            throw Unsafe($"{path}: {problem}");
        }

        foreach (var prefix in GitTree.Prefixes(path))
        {
            if (tree.Find(prefix) is not { } entry)
            {
                continue;
            }

            if (entry.IsSymbolicLink || entry.IsSubmodule)
            {
                throw Unsafe($"{prefix} is a {(entry.IsSubmodule ? "submodule" : "symbolic link")}, and what is written there would go elsewhere; name another path, or remove it");
            }

            if (entry.IsTree == (prefix == path))
            {
                throw Taken(prefix, prefix == path ? "is a folder" : "is a file, and a folder is needed there");
            }
        }

        if (tree.FindLookAlike(path) is { } other)
        {
            throw Unsafe($"{path} and {other}, which exists already, differ only in what people or file systems take for the same; name another path");
        }
    }

    // Where it was published first is where it stays, so that another path would change nothing.
    private FailureException Replaced(string path, string why) => new(
        Reasons.PathTaken,
        $"Git repository '{repository.Name}': {path} {why}; it is left as it is: restore it, such as with git revert, or publish elsewhere by removing this output and adding it again with another path",
        isTerminal: true);

    private FailureException Taken(string path, string why) => new(
        Reasons.PathTaken, $"Git repository '{repository.Name}': {path} {why}; it is left as it is: name another spec.outputs.git.path, or remove it", isTerminal: true);

    private FailureException Unsafe(string problem) => new(Reasons.PathUnsafe, $"Git repository '{repository.Name}': {problem}", isTerminal: true);
}
