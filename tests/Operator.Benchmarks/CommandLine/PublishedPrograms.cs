namespace Operator.Benchmarks.CommandLine;

/// <summary>The operator and an empty program, published afresh into a directory of their own.</summary>
/// <param name="Shipped">The operator's executable: machine code.</param>
/// <param name="OneImage">The same, compiled ahead of time into one image with the framework.</param>
/// <param name="OnFramework">The same, compiled ahead of time, on the framework that is installed.</param>
/// <param name="Empty">An empty console program's executable.</param>
/// <param name="EmptyReadyToRun">The same, compiled ahead of time.</param>
internal sealed record PublishedPrograms(string Shipped, string OneImage, string OnFramework, string Empty, string EmptyReadyToRun)
{
    private static readonly string[] ReadyToRun = ["-r", "linux-x64", "--no-self-contained", "-p:PublishReadyToRun=true"];

    private static readonly string[] WithFramework = ["-r", "linux-x64", "--self-contained", "-p:PublishReadyToRun=true"];

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

    /// <summary>Publishes them all.</summary>
    public static async Task<PublishedPrograms> CreateAsync(CancellationToken cancellationToken)
    {
        var project = Path.Combine(Root, "empty");
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), "return 0;\n", cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(project, "Empty.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>\n",
            cancellationToken);
        var programs = new PublishedPrograms(
            await PublishOperatorAsync(cancellationToken),
            Path.Combine(Root, "one-image", "Operator"),
            Path.Combine(Root, "on-framework", "Operator"),
            Path.Combine(Root, "ordinary", "Empty"),
            Path.Combine(Root, "r2r", "Empty"));
        await PublishAsync(Repository.Path("src/Operator"), programs.OneImage, WithFramework, cancellationToken);
        await PublishAsync(Repository.Path("src/Operator"), programs.OnFramework, ReadyToRun, cancellationToken);
        await PublishAsync(project, programs.Empty, [], cancellationToken);
        await PublishAsync(project, programs.EmptyReadyToRun, ReadyToRun, cancellationToken);
        return programs;
    }

    private static async Task<string> PublishShippedAsync(CancellationToken cancellationToken)
    {
        var executable = Path.Combine(Root, "shipped", "Operator");
        await Console.Error.WriteLineAsync($"Publishing {executable}");
        await PublishAsync(Repository.Path("src/Operator"), executable, AsShipped, cancellationToken);
        return executable;
    }

    private static Task PublishAsync(string project, string executable, string[] options, CancellationToken cancellationToken) => ChildProcess.RunAsync(
        "dotnet",
        ["publish", project, "-c", "Release", "-o", Path.GetDirectoryName(executable)!, "-v", "quiet", .. options],
        cancellationToken);
}
