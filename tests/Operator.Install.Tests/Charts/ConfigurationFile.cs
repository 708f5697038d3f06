using System.Diagnostics;
using Operator.EndToEnd.Tests.Support;
using Operator.Tests.TestData;

namespace Operator.Install.Tests.Charts;

/// <summary>A configuration file, as the program judges it.</summary>
internal static class ConfigurationFile
{
    private const string Mounted = "there is no file /etc/postmortem-operator/";

    /// <summary>What <c>helm test</c> would say of it, but for files that only a kubelet mounts.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(string text)
    {
        var folder = Directory.CreateTempSubdirectory("config-").FullName;
        var config = Path.Combine(folder, "config.yaml");
        await File.WriteAllTextAsync(config, text);
        var start = ProgramUnderTest.Start(["validate", $"--config={config}", Path.Combine(RepositoryFiles.Root, "config", "samples", "minimal.yaml")]);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        return process.ExitCode == 0 ? [] : [.. $"{output}{await error}".Split('\n').Where(l => l.Length > 0 && !l.Contains(Mounted, StringComparison.Ordinal))];
    }
}
