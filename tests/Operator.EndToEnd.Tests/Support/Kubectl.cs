using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>The real kubectl.</summary>
public static class Kubectl
{
    /// <summary>Runs it, and gives what it printed.</summary>
    public static async Task<string> RunAsync(World world, params string[] arguments)
    {
        using var process = Process.Start(Command(world, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {error}");
        return await output + error;
    }

    /// <summary>Starts one that goes on until it is disposed, or ends by itself.</summary>
    public static KubectlProcess Start(World world, params string[] arguments) => new(Process.Start(Command(world, arguments))!, string.Join(' ', arguments));

    private static ProcessStartInfo Command(World world, string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add($"--kubeconfig={world.KubeconfigPath}");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>The events about an object.</summary>
    public static async Task<IReadOnlyList<JsonObject>> EventsAsync(World world, string name)
    {
        var list = JsonNode.Parse(await RunAsync(world, "get", "events.events.k8s.io", "-n", "default", "-o", "json"))!;
        return [.. list["items"]!.AsArray().Select(e => e!.AsObject()).Where(e => (string?)e["regarding"]!["name"] == name)];
    }
}
