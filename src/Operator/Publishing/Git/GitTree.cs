using System.Security.Cryptography;
using System.Text;

namespace Operator.Publishing.Git;

/// <summary>An entry of a tree.</summary>
/// <param name="Mode">Six octal digits.</param>
/// <param name="ObjectId">The object.</param>
internal readonly record struct GitEntry(string Mode, string ObjectId)
{
    public bool IsTree => Mode == "040000";

    public bool IsFile => Mode is "100644" or "100755" or "100664";

    public bool IsSymbolicLink => Mode == "120000";

    public bool IsSubmodule => Mode == "160000";
}

/// <summary>What is at and below the root folder of a commit, and on the way to it.</summary>
/// <param name="entries">The entries by path.</param>
internal sealed class GitTree(IReadOnlyDictionary<string, GitEntry> entries)
{
    private readonly Dictionary<string, GitEntry> _entries = new(entries, StringComparer.Ordinal);
    private Dictionary<string, string>? _folded;

    /// <summary>The entry at a path; null when there is none.</summary>
    public GitEntry? Find(string path) => _entries.TryGetValue(path, out var entry) ? entry : null;

    /// <summary>The paths of files right in a folder.</summary>
    public IEnumerable<string> FilesIn(string folder) => _entries.Where(e => e.Value.IsFile && e.Key.LastIndexOf('/') == folder.Length && e.Key.StartsWith(folder, StringComparison.Ordinal)).Select(e => e.Key);

    /// <summary>A tree that can be changed without this one.</summary>
    public GitTree Copy() => new(_entries);

    /// <summary>The paths of all files.</summary>
    public IEnumerable<string> Files() => _entries.Where(e => e.Value.IsFile).Select(e => e.Key);

    /// <summary>The paths of files that may be documents.</summary>
    public IEnumerable<string> Documents() => Files().Where(f => f.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>Another path that people, or a file system, take for this one; null when there is none.</summary>
    public string? FindLookAlike(string path)
    {
        if (_folded is null)
        {
            _folded = new(StringComparer.Ordinal);
            foreach (var known in _entries.Keys)
            {
                _folded.TryAdd(LookAlikes.Fold(known), known);
            }
        }

        return Prefixes(path).Select(p => _folded.TryGetValue(LookAlikes.Fold(p), out var known) && known != p && Find(p) is null ? known : null).FirstOrDefault(k => k is not null);
    }

    /// <summary>Applies changes that are to be committed, so that the next plan sees them.</summary>
    public void Apply(IEnumerable<GitChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Content is null)
            {
                _entries.Remove(change.Path);
                continue;
            }

            _entries[change.Path] = new GitEntry("100644", ObjectIdOf(change.Content));
            foreach (var folder in Prefixes(change.Path).SkipLast(1))
            {
                _entries.TryAdd(folder, new GitEntry("040000", ""));
            }

            _folded = null;
        }
    }

    /// <summary>The path of each folder on the way, and the path itself.</summary>
    public static IEnumerable<string> Prefixes(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }

        yield return path;
    }

    /// <summary>The name that Git gives to a content.</summary>
    public static string ObjectIdOf(ReadOnlySpan<byte> content)
    {
        // What Git's object format is; nothing rests on its strength here.
#pragma warning disable CA5350
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length}\0"));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A file to be written or removed.</summary>
/// <param name="Path">Below the repository's top.</param>
/// <param name="Content">What it shall hold; null to remove it.</param>
internal sealed record GitChange(string Path, byte[]? Content);
