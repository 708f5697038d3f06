namespace Operator.Benchmarks.Cluster;

/// <summary>Publishes the programs that are measured, each once and into a directory of its own.</summary>
internal static class PublishedPrograms
{
    private static readonly string[] AsShipped = ["-r", "linux-x64"];

    // What the operator's project asks for itself.
    private static readonly string[] Native = ["-r", "linux-x64", "-p:PublishAot=true", "-p:CppCompilerAndLinker=gcc", "-p:LinkerFlavor=bfd"];

    private static readonly string Root = Path.Combine(Path.GetTempPath(), "postmortem-operator-benchmarks");

    private static Task<string>? _shipped;

    /// <summary>Publishes the operator as it is shipped, as machine code: once, which takes minutes.</summary>
    /// <returns>Its executable.</returns>
    public static Task<string> PublishOperatorAsync(CancellationToken cancellationToken) => _shipped ??= PublishShippedAsync(cancellationToken);

    /// <summary>Publishes a program that lists all PostMortems of the server that it is given, page by page, and ends; machine code too.</summary>
    /// <returns>Its executable.</returns>
    public static async Task<string> PublishListerAsync(CancellationToken cancellationToken)
    {
        var executable = Path.Combine(Root, "lister", "Lister");
        var project = Path.Combine(Root, "lister-source");
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(
            Path.Combine(project, "Program.cs"),
            "using var client = new System.Net.Http.HttpClient();\nawait Operator.Benchmarks.Cluster.PagedList.ReadAsync(client, new System.Uri(args[0]));\n",
            cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(project, "Lister.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup><Compile Include="{Repository.Path("tests/Operator.Benchmarks/Cluster/PagedList.cs")}" /></ItemGroup>
            </Project>

            """,
            cancellationToken);
        await PublishAsync(project, executable, Native, cancellationToken);
        return executable;
    }

    private static async Task<string> PublishShippedAsync(CancellationToken cancellationToken)
    {
        var executable = Path.Combine(Root, "shipped", "postmortem-operator");
        await Console.Error.WriteLineAsync($"Publishing {executable}");
        await PublishAsync(Repository.Path("src/Operator"), executable, AsShipped, cancellationToken);
        return executable;
    }

    private static Task PublishAsync(string project, string executable, string[] options, CancellationToken cancellationToken) => ChildProcess.RunAsync(
        "dotnet",
        ["publish", project, "-c", "Release", "-o", Path.GetDirectoryName(executable)!, "-v", "quiet", .. options],
        cancellationToken);
}
