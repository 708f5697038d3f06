using System.Text;
using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>
/// What the repository's <c>.gitattributes</c> say of files that are to be written. Those with a filter, such as those of Git LFS, must not be
/// written as they are: every clone would fail on them. Those that are text have line feeds, or every clone would take them for changed.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="branch">What is known of the branch.</param>
internal sealed class GitAttributes(GitRepositoryOptions repository, GitBranchState branch)
{
    public const string FileName = ".gitattributes";

    /// <summary>Finds the files to which a filter applies, and those that are text.</summary>
    /// <param name="paths">Files that are to be written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why each of the first cannot be written, and the others.</returns>
    public async Task<(IReadOnlyDictionary<string, FailureException> Filtered, IReadOnlySet<string> Text)> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        Dictionary<string, FailureException> filtered = new(StringComparer.Ordinal);
        HashSet<string> text = new(StringComparer.Ordinal);
        var files = paths.SelectMany(p => GitTree.Prefixes(p).SkipLast(1).Prepend("")).Distinct(StringComparer.Ordinal).Select(folder => folder.Length == 0 ? FileName : $"{folder}/{FileName}")
            .Select(path => (Path: path, Entry: branch.Find(path))).Where(f => f.Entry is { IsFile: true }).ToList();
        if (files.Count == 0)
        {
            return (filtered, text);
        }

        // git reads them from an index, of which nothing else makes use in a bare copy.
        await branch.ReadAsync([.. files.Select(f => f.Entry!.Value.ObjectId).Distinct(StringComparer.Ordinal)], cancellationToken);
        await branch.Copy.LocalAsync(["read-tree", "--empty"], default, cancellationToken);
        await branch.Copy.LocalAsync(["update-index", "--index-info"], Encoding.UTF8.GetBytes(string.Concat(files.Select(f => $"100644 {f.Entry!.Value.ObjectId}\t{f.Path}\n"))), cancellationToken);
        var answer = await branch.Copy.LocalAsync(["check-attr", "--cached", "-z", "--stdin", "filter", "text"], Encoding.UTF8.GetBytes(string.Concat(paths.Select(p => p + "\0"))), cancellationToken);
        foreach (var triple in answer.Text.Split('\0').Chunk(3))
        {
            if (triple is [var file, "text", "set"])
            {
                text.Add(file);
            }
            else if (triple is [var path, "filter", not ("unspecified" or "unset" or "") and var filter])
            {
                filtered[path] = new FailureException(
                    Reasons.AttributesUnsupported,
                    $"Git repository '{repository.Name}': {FileName} gives {path} the filter {Texts.Line(filter, 100)}, which the operator cannot apply; take the folder out, such as with the line: {repository.Root}/** -filter",
                    isTerminal: true);
            }
        }

        return (filtered, text);
    }
}
