using System.Diagnostics;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>The real kubectl.</summary>
public static class Kubectl
{
    /// <summary>Runs it, and gives what it printed.</summary>
    public static async Task<string> RunAsync(World world, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add($"--kubeconfig={world.KubeconfigPath}");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {error}");
        return await output + error;
    }
}
