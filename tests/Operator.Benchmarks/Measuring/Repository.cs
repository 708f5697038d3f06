namespace Operator.Benchmarks;

/// <summary>Finds files of the repository from wherever the program runs.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Root = new(Find);

    public static string FullSample => Path("config/samples/full.yaml");

    public static string Path(string relative) => System.IO.Path.Combine(Root.Value, relative);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "Operator.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("Run the benchmarks from a build inside the repository: they measure its samples and build its programs.");
    }
}
