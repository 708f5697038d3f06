using System.Diagnostics;
using System.Text.RegularExpressions;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>What the operator leaves when it is uninstalled: resources that wait for it are let go by one command.</summary>
public partial class GitReleaseTests : GitTestBase
{
    private static readonly string Spec = Specs.With(Specs.With(Specs.Manual, Output), "\"deletionPolicy\":\"Delete\"");

    [Fact]
    public async Task The_documented_command_lets_every_resource_go_and_leaves_other_finalizers()
    {
        await using var world = await CreateAsync();
        await Kubectl.RunAsync(world, "create", "namespace", "production");
        await using (var process = Start(world))
        {
            foreach (var (name, ns) in new[] { ("pm", "default"), ("kept", "default"), ("pm", "production") })
            {
                await world.ApplyAsync(name, Spec, ns);
                await world.UntilReadyAsync(name, ns);
            }

            await world.ApplyAsync("plain", Specs.Manual);
            await world.UntilReadyAsync("plain");
            await process.TerminateAsync();
        }

        // A finalizer of somebody else, before ours, and a resource that nobody deletes.
        await Kubectl.RunAsync(world, "patch", "pm", "kept", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":[\"example.com/audit\",\"postmortem.dev/published-files\"]}}");
        await Kubectl.RunAsync(world, "delete", "pm", "pm", "plain", "-n", "default", "--wait=false");
        await Kubectl.RunAsync(world, ["delete", .. HasControllerManager ? ["namespace", "production"] : new[] { "pm", "pm", "-n", "production" }, "--wait=false"]);
        Assert.NotNull(await world.FindAsync("pm"));
        Assert.Null(await world.FindAsync("plain"));

        await RunAsync(world, Documented());

        Assert.Null(await world.FindAsync("pm"));
        await Until.TrueAsync(async () => await world.FindAsync("pm", "production") is null, () => "the other namespace's resource goes");
        await Until.TrueAsync(
            async () => !HasControllerManager || !(await Kubectl.RunAsync(world, "get", "namespaces")).Contains("production", StringComparison.Ordinal), () => "the namespace goes");
        Assert.Equal("[\"example.com/audit\"]", await Kubectl.RunAsync(world, "get", "pm", "kept", "-o", "jsonpath={.metadata.finalizers}"));

        // Nothing of it is left to be let go, and the files stay.
        await RunAsync(world, Documented());
        Assert.All(new[] { "default/pm", "default/kept", "production/pm" }, p => Assert.True(Repository.Has($"postmortems/2025/{p}/README.md")));
        Assert.NotNull(await world.FindAsync("kept"));
    }

    /// <summary>Whether somebody removes what is in a namespace that is deleted.</summary>
    protected virtual bool HasControllerManager => true;

    private static string Documented()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "git.md"));
        return Block().Match(text[text.IndexOf("## Removal", StringComparison.Ordinal)..]).Groups["commands"].Value;
    }

    private static async Task RunAsync(World world, string commands)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = world.KubeconfigPath },
        })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{commands}\n{error}");
    }

    [GeneratedRegex("^<!-- run by: tests/Operator.EndToEnd.Tests/GitReleaseTests.cs -->\n```sh\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Block();
}
