namespace Operator.Publishing.Git;

/// <summary>The folder of a copy.</summary>
internal static class GitCopyFolder
{
    /// <summary>How many files it has, and their bytes.</summary>
    /// <param name="bare">The copy.</param>
    public static (int Files, long Bytes) Size(string bare)
    {
        var files = Directory.Exists(bare) ? new DirectoryInfo(bare).GetFiles("*", SearchOption.AllDirectories) : [];
        return (files.Length, files.Sum(f => f.Length));
    }

    /// <summary>Removes the locks and half packs of a git process that was killed. Only where no other process works in the copy.</summary>
    /// <param name="bare">The copy.</param>
    public static void RemoveLeftovers(string bare)
    {
        if (!Directory.Exists(bare))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(bare, "*.lock", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(bare, "tmp_*", SearchOption.AllDirectories)).ToList())
        {
            File.Delete(file);
        }
    }
}
