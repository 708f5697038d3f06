using Operator.EndToEnd.Tests.TryOut;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>The commands of NOTES.txt, typed into bash.</summary>
public sealed class NotesTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    [Theory]
    [InlineData("", "^default +first +P2 ")]
    // Whoever may see no other namespace than these; the sandbox has none called apps.
    [InlineData("watchNamespaces={production,apps}", "^first +P2 ")]
    public async Task What_is_told_to_be_typed_can_be_pasted(string set, string row)
    {
        var notes = (await Helm.Of(4).RunAsync(["install", "pm", Helm.Chart, "--namespace", "sre", "--dry-run=client", .. set.Length > 0 ? new[] { "--set", set } : []])).OutputOrFail();
        var blocks = Notes.Commands(notes);

        Assert.Equal(["kubectl rollout status deployment/pm-postmortem-operator --namespace sre"], blocks.Take(1));
        var folder = Directory.CreateTempSubdirectory("notes-").FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "kubectl"), Tools.Kubectl);
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["KUBECONFIG"] = sandbox.Kubeconfig,
        };
        var result = await Command.RunAsync("bash", ["-euo", "pipefail", "-c", string.Join("\n\n", blocks.Skip(1))], environment);

        Assert.Equal("", result.Error);
        Assert.Matches($"(?m){row}", result.OutputOrFail());
    }

    /// <summary>Sources may come from `config`.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("prometheus.sources[0].url=http://p:9090", false)]
    [InlineData("config.prometheus.sources[0].url=http://p:9090", false)]
    public async Task It_is_told_when_nothing_is_measured(string set, bool isTold)
    {
        var notes = (await Helm.Of(4).RunAsync(["install", "pm", Helm.Chart, "--dry-run=client", .. set.Length > 0 ? new[] { "--set", set } : []])).OutputOrFail();

        Assert.Equal(isTold, notes.Contains("No Prometheus is configured", StringComparison.Ordinal));
    }
}
