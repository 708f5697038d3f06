using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Docs;

/// <summary>Somebody who types what a document says, in a folder that looks like a clone of the repository.</summary>
public sealed class Guide : IDisposable
{
    /// <summary>Where blocks may say that they run: on an API server of the document's own, on one that is new, on one with the operator.</summary>
    public static readonly string[] Places = ["repository", "sandbox", "cluster", "new cluster", "installed cluster"];

    // The SDK would build again what the tests were built with.
    private const string Dotnet = """
        #!/usr/bin/env bash
        while [ "$1" != -- ]; do shift; done
        shift
        exec $(PATH=${PATH#*:} command -v dotnet) PROGRAM "$@"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("guide-").FullName;
    private readonly string? _kubeconfig;

    public Guide(string document, string? kubeconfig = null)
    {
        _kubeconfig = kubeconfig;
        foreach (var name in new[] { "charts", "config", "docs", "src" })
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, name), Path.Combine(RepositoryFiles.Root, name));
        }

        foreach (var (name, text) in CommandBlock.ShownFiles(document))
        {
            File.WriteAllText(Path.Combine(_folder, name), text);
        }

        var programs = Directory.CreateDirectory(Path.Combine(_folder, ".bin")).FullName;
        var dotnet = Path.Combine(programs, "dotnet");
        File.WriteAllText(dotnet, Dotnet.Replace("PROGRAM", Path.Combine(AppContext.BaseDirectory, "postmortem-operator.dll"), StringComparison.Ordinal));
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        if (kubeconfig is not null)
        {
            File.CreateSymbolicLink(Path.Combine(programs, "kubectl"), Tools.Kubectl);
            File.CreateSymbolicLink(Path.Combine(programs, "helm"), Tools.Helm4);
        }
    }

    /// <summary>Types a block; the test fails at the first command that does.</summary>
    public async Task RunAsync(CommandBlock block)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.Combine(_folder, ".bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = _folder,
            ["KUBECONFIG"] = _kubeconfig,
        };
        var result = await Command.RunAsync("bash", ["-euo", "pipefail", "-c", $"cd {_folder}\n{block.Commands}"], environment);
        Assert.True(result.ExitCode == 0, $"{block.File}:{block.Line} ended with {result.ExitCode}:\n{result.Output}\n{result.Error}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
