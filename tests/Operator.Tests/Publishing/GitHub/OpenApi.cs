using System.Diagnostics;
using System.Text.Json;
using Operator.Testing.GitHub;
using Operator.Tests.Architecture;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>GitHub's published descriptions of its APIs.</summary>
internal static class OpenApi
{
    /// <summary>What they say against requests; empty when all are as they describe.</summary>
    public static async Task<string> ProblemsAsync(IReadOnlyList<RecordedCall> calls)
    {
        var folder = RepositoryRoot.File("tests", "github");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules", "@octokit", "graphql-schema")), "GitHub's descriptions are missing: run ./test.sh, or npm ci in tests/github");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(calls));
            using var process = Process.Start(new ProcessStartInfo("node", ["validate.mjs", file]) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Contains($"{calls.Count} requests checked", await error, StringComparison.Ordinal);
            return output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
