using System.Diagnostics;
using System.Text.Json.Nodes;
using Operator.Sandbox.Tests.Conformance;

namespace Operator.Sandbox.Tests.Kubectl;

/// <summary>The real kubectl, as people use it.</summary>
public sealed class KubectlTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private static readonly Lazy<int> Minor = new(ReadMinor);

    [Fact]
    public async Task Create_get_label_edit_patch_and_delete_work()
    {
        var ns = await NamespaceAsync();
        Assert.Equal("configmap/c created", await RunAsync(ns, "create", "configmap", "c", "--from-literal=a=b"));
        Assert.Equal("configmap/c labeled", await RunAsync(ns, "label", "configmap", "c", "x=y"));
        Assert.Equal("configmap/c annotated", await RunAsync(ns, "annotate", "cm", "c", "x=y"));
        Assert.Equal("configmap/c patched", await RunAsync(ns, "patch", "cm", "c", "-p", """{"data":{"z":"1"}}"""));
        Assert.Matches(@"^c\s+2\s+\d+s$", (await RunAsync(ns, "get", "cm", "-l", "x=y", "--no-headers")));
        Assert.Equal("configmap \"c\" deleted", FirstWords(await RunAsync(ns, "delete", "cm", "c"), 3));
        Assert.Contains("NotFound", await FailAsync(ns, "get", "cm", "c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_resources_are_applied_shown_waited_for_and_described()
    {
        Assert.SkipUnless(Minor.Value >= 27, "kubectl before 1.27 has no --subresource, and nothing to explain by");
        var ns = await NamespaceAsync();
        var file = await FileAsync("""{"apiVersion":"testing.postmortem.dev/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"title":"t"}}""");
        Assert.Equal("widget.testing.postmortem.dev/w created", await RunAsync(ns, "apply", "-f", file));
        Assert.Equal("widget.testing.postmortem.dev/w unchanged", await RunAsync(ns, "apply", "-f", file));
        Assert.Equal("widget.testing.postmortem.dev/w patched", await RunAsync(ns, "patch", "wd", "w", "--subresource=status", "--type=merge", "-p", """{"status":{"phase":"Done","conditions":[{"type":"Ready","status":"True"}]}}"""));
        Assert.Contains("condition met", await RunAsync(ns, "wait", "--for=condition=Ready", "wd/w", "--timeout=10s"), StringComparison.Ordinal);
        Assert.Contains("condition met", await RunAsync(ns, "wait", "--for=jsonpath={.status.phase}=Done", "wd/w", "--timeout=10s"), StringComparison.Ordinal);
        Assert.Matches(@"^w\s+7\s+True\s+\d+s$", await RunAsync(ns, "get", "toys", "--no-headers"));
        Assert.Contains("Phase:", await RunAsync(ns, "describe", "widget", "w"), StringComparison.Ordinal);
        Assert.Contains("What it is called.", await RunAsync(ns, "explain", "widget.spec"), StringComparison.Ordinal);
        Assert.Equal("widget.testing.postmortem.dev/w serverside-applied", await RunAsync(ns, "apply", "--server-side", "-f", file));
        Assert.Equal("", await RunAsync(ns, "diff", "-f", file));
    }

    [Fact]
    public async Task Bad_input_is_refused_in_the_words_of_kubernetes()
    {
        Assert.SkipUnless(Minor.Value >= 27, "kubectl before 1.27 does not ask the server to refuse unknown fields");
        var ns = await NamespaceAsync();
        var unknown = await FileAsync("""{"apiVersion":"testing.postmortem.dev/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"title":"t","oops":1}}""");
        Assert.Contains("unknown field \"spec.oops\"", await FailAsync(ns, "apply", "-f", unknown), StringComparison.Ordinal);
        var invalid = await FileAsync("""{"apiVersion":"testing.postmortem.dev/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"title":"t","color":"blue"}}""");
        Assert.Contains("The Widget \"w\" is invalid: spec.color: Unsupported value: \"blue\"", await FailAsync(ns, "apply", "-f", invalid), StringComparison.Ordinal);
        Assert.Contains("created (server dry run)", await RunAsync(ns, "create", "cm", "dry", "--dry-run=server"), StringComparison.Ordinal);
        Assert.Contains("NotFound", await FailAsync(ns, "get", "cm", "dry"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_side_apply_conflicts_name_the_other_manager()
    {
        var ns = await NamespaceAsync();
        var one = await FileAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"1"}}""");
        var two = await FileAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"2"}}""");
        await RunAsync(ns, "apply", "--server-side", "--field-manager=one", "-f", one, "--validate=false");
        Assert.Contains("conflict with \"one\": .data.a", await FailAsync(ns, "apply", "--server-side", "--field-manager=two", "-f", two, "--validate=false"), StringComparison.Ordinal);
        Assert.Equal("configmap/c serverside-applied", await RunAsync(ns, "apply", "--server-side", "--field-manager=two", "--force-conflicts", "-f", two, "--validate=false"));
    }

    [Fact]
    public async Task The_served_kinds_are_listed()
    {
        var ns = await NamespaceAsync();
        var kinds = await RunAsync(ns, "api-resources");
        Assert.Matches(@"widgets\s+wd\s+testing\.postmortem\.dev/v1\s+true\s+Widget", kinds);
        Assert.Matches(@"leases\s+coordination\.k8s\.io/v1\s+true\s+Lease", kinds);
        Assert.Equal("yes", await RunAsync(ns, "auth", "can-i", "create", "widgets"));
    }

    private async Task<string> NamespaceAsync()
    {
        Assert.SkipUnless(Minor.Value > 0, "kubectl is not installed");
        return (await fixture.NamespaceAsync()).Name;
    }

    private async Task<string> RunAsync(string ns, params string[] arguments)
    {
        var (code, output, error) = await ExecuteAsync([$"--kubeconfig={fixture.Cluster!.KubeconfigPath}", "-n", ns, .. arguments]);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}: {output}{error}");
        return output.Trim();
    }

    private async Task<string> FailAsync(string ns, params string[] arguments)
    {
        var (code, output, error) = await ExecuteAsync([$"--kubeconfig={fixture.Cluster!.KubeconfigPath}", "-n", ns, .. arguments]);
        Assert.NotEqual(0, code);
        return output + error;
    }

    private static string FirstWords(string text, int count) => string.Join(' ', text.Split(' ').Take(count));

    private async Task<string> FileAsync(string content)
    {
        var path = Path.Combine(Path.GetDirectoryName(fixture.Cluster!.KubeconfigPath)!, $"{Guid.NewGuid()}.json");
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    private static int ReadMinor()
    {
        try
        {
            var (_, output, _) = ExecuteAsync(["version", "--client", "-o", "json"]).GetAwaiter().GetResult();
            var minor = (string?)JsonNode.Parse(output)!["clientVersion"]!["minor"] ?? "0";
            return int.Parse(minor.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }

    private static async Task<(int Code, string Output, string Error)> ExecuteAsync(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await output, await error);
    }
}
