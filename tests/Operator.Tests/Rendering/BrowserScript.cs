using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Tests.Architecture;

namespace Operator.Tests.Rendering;

/// <summary>Runs a script of tests/browser over pages in a real browser.</summary>
internal static class BrowserScript
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What the script tells of each page.</summary>
    /// <param name="script">Its file name.</param>
    /// <param name="arguments">What follows the browser's path.</param>
    public static async Task<IReadOnlyList<JsonNode>> RunAsync(string script, params IEnumerable<string> arguments)
    {
        var folder = RepositoryRoot.File("tests", "browser");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "playwright-core")) && Directory.Exists(Path.Combine(folder, "node_modules", "axe-core")),
            "playwright-core or axe-core is missing: run ./test.sh, or npm ci in tests/browser");
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.True(chromium is not null, "Chromium is missing: run ./test.sh, or install the package chromium");
        var start = new ProcessStartInfo("node") { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { script, chromium }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Longest);
        try
        {
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.True(process.ExitCode == 0, $"{script} failed: {await error}");
            return [.. JsonSerializer.Deserialize<JsonArray>(output)!.Select(r => r!)];
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
