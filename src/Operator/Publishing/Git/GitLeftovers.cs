namespace Operator.Publishing.Git;

/// <summary>What a git process that was killed leaves in a copy.</summary>
internal static class GitLeftovers
{
    /// <summary>Removes locks and half packs. Only where no other process works in the copy.</summary>
    /// <param name="bare">The copy.</param>
    public static void Remove(string bare)
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
