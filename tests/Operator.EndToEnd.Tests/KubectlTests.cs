using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>The same with the tool that people use.</summary>
public class KubectlTests
{
    [Fact]
    public async Task Kubectl_applies_waits_shows_columns_describes_and_deletes()
    {
        await using var world = await CreateWorldAsync();
        const string Name = "search-slow";
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "config", "samples", "minimal.yaml"));
        await Kubectl.RunAsync(world, "apply", "-n", "default", "-f", await WithoutNamespaceAsync(text));
        await Kubectl.RunAsync(world, "wait", "--for=condition=Ready", "--timeout=60s", $"pm/{Name}");
        var table = await Kubectl.RunAsync(world, "get", "pm");
        var wide = await Kubectl.RunAsync(world, "get", "pm", "-o", "wide");
        var described = "";
        await Until.TrueAsync(
            async () => (described = await Kubectl.RunAsync(world, "describe", "pm", Name)).Split("Events:")[1].Contains("Published to ConfigMap", StringComparison.Ordinal),
            () => $"the event is described in {described[described.IndexOf("Events:", StringComparison.Ordinal)..]} and {world.Server.Requests.Recent.Last(r => r.Resource.StartsWith("events", StringComparison.Ordinal))}");
        await Kubectl.RunAsync(world, "annotate", "pm", Name, "postmortem.dev/reconcile-at=now");
        await Until.TrueAsync(
            async () => await Kubectl.RunAsync(world, "get", "pm", Name, "-o", "jsonpath={.status.lastHandledReconcileAt}") == "now",
            () => "the token is echoed");
        await Kubectl.RunAsync(world, "delete", "pm", Name);

        Assert.Matches("SEVERITY +SERVICES +PHASE +STATE +DURATION +BUDGET +ACTIONS +READY +AGE", table);
        Assert.Contains("True", table);
        Assert.Contains("Published to ConfigMap", wide);
        if (CollectsGarbage)
        {
            await Until.TrueAsync(async () => !(await Kubectl.RunAsync(world, "get", "configmaps")).Contains("-postmortem", StringComparison.Ordinal), () => "the document is collected");
        }
    }

    [Fact]
    public async Task Kubectl_waits_for_an_action_item_and_watches_the_columns_change()
    {
        await using var world = await CreateWorldAsync();
        const string Item = "{\"id\":\"AI-1\",\"title\":\"Watch the pool\",\"priority\":\"High\"";
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, $"\"actionItems\":[{Item}}}]"));
        await world.UntilReadyAsync("p0-042");
        await using var watch = Kubectl.Start(world, "get", "pm", "p0-042", "-w");
        await watch.UntilPrintedAsync("0/1");
        await using var wait = Kubectl.Start(world, "wait", "--for=condition=action-item/AI-1", "--timeout=60s", "pm/p0-042");

        await Kubectl.RunAsync(world, "patch", "pm", "p0-042", "--type=merge", "-p", $"{{\"spec\":{{\"actionItems\":[{Item},\"state\":\"Done\"}}]}}}}");

        await wait.UntilPrintedAsync("condition met");
        await watch.UntilPrintedAsync("1/1");
        Assert.Contains("action-item/AI-1", await Kubectl.RunAsync(world, "describe", "pm", "p0-042"));
    }

    /// <summary>Whether the cluster runs a garbage collector.</summary>
    protected virtual bool CollectsGarbage => true;

    private static Task<World> CreateWorldAsync() => World.CreateAsync();

    private static async Task<string> WithoutNamespaceAsync(string manifest)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("kubectl-").FullName, "pm.yaml");
        await File.WriteAllTextAsync(file, string.Join('\n', manifest.Split('\n').Where(l => !l.TrimStart().StartsWith("namespace:", StringComparison.Ordinal))));
        return file;
    }
}
