using System.Diagnostics;
using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;
using Operator.Sandbox.ApiServer;
using Operator.Testing.Clusters;

namespace Operator.Install.Tests.Images;

/// <summary>What the Dockerfile builds, and that it runs.</summary>
public sealed class ImageTests(Image image) : IClassFixture<Image>
{
    private const string Program = "/usr/bin/postmortem-operator";

    private const string Manifest = """
        apiVersion: postmortem.dev/v1alpha1
        kind: PostMortem
        metadata: {name: first, namespace: default}
        spec:
          title: A certificate had expired
          severity: P2
          services: [gateway]
          timeZone: Europe/Kiev
          incident: {startedAt: 2026-02-03T04:00:00Z, detectedAt: 2026-02-03T04:10:00Z, resolvedAt: 2026-02-03T05:30:00Z}
        """;

    [Fact]
    public void It_says_what_it_is_and_starts_the_program_itself_as_nobody_special()
    {
        Assert.SkipWhen(image.Missing is not null, image.Missing ?? "");

        Assert.Equal("65532:65532", (string?)image.Config["User"]);
        Assert.Equal([Program], image.Config["Entrypoint"]!.AsArray().Select(e => (string?)e));
        Assert.Contains("DOTNET_GCHeapHardLimitPercent=32", image.Config["Env"]!.AsArray().Select(e => (string?)e));
        var labels = image.Config["Labels"]!.AsObject();
        Assert.All(
            ["title", "description", "licenses", "version", "revision", "created", "source", "vendor"],
            name => Assert.True(labels.ContainsKey($"org.opencontainers.image.{name}"), $"label {name}"));
        Assert.Equal(40, labels["org.opencontainers.image.revision"]!.GetValue<string>().Length);
    }

    [Fact]
    public void It_holds_what_is_called_and_no_shell_interpreter_or_package_manager()
    {
        Assert.SkipWhen(image.Missing is not null, image.Missing ?? "");
        string[] programs = [.. Directory.EnumerateFiles(Path.Combine(image.Root, "usr", "bin")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

        Assert.Equal(["git", "postmortem-operator", "ssh", "ssh-keygen"], programs);
        Assert.True(File.Exists(Path.Combine(image.Root, "etc/ssl/certs/ca-certificates.crt")));
        Assert.True(File.Exists(Path.Combine(image.Root, "usr/share/doc/postmortem-operator/THIRD-PARTY-NOTICES.txt")));
        var packages = Directory.EnumerateFiles(Path.Combine(image.Root, "var/lib/dpkg/status.d")).Select(f => Path.GetFileName(f)).ToList();
        Assert.Superset(new HashSet<string>(["ca-certificates", "git", "libc6", "openssh-client", "tzdata"], StringComparer.Ordinal), packages.ToHashSet(StringComparer.Ordinal));
        Assert.All(packages, package => Assert.True(File.Exists(Path.Combine(image.Root, "usr/share/doc", package, "copyright")), package));
    }

    /// <summary>As Kubernetes starts it by default, and as OpenShift does; with a time zone's name from before.</summary>
    [Theory]
    [InlineData(65532)]
    [InlineData(1000650000)]
    public async Task It_runs_as_any_user_on_a_read_only_file_system(int user)
    {
        Assert.SkipWhen(image.Missing is not null, image.Missing ?? "");

        (await image.RunAsync(user, Files(), Program, "validate", "/tmp/first.yaml")).OutputOrFail();
        Assert.Contains("A certificate had expired", (await image.RunAsync(user, Files(), Program, "render", "/tmp/first.yaml")).OutputOrFail());
    }

    [Fact]
    public async Task Git_and_ssh_are_whole()
    {
        Assert.SkipWhen(image.Missing is not null, image.Missing ?? "");
        var nobody = Directory.CreateTempSubdirectory("image-").FullName;

        (await image.RunAsync(65532, nobody, "/usr/bin/git", "init", "/tmp/repository")).OutputOrFail();

        // Nobody listens there: what is refused is the connection, not the program.
        Assert.Contains("127.0.0.1", (await image.RunAsync(65532, nobody, "/usr/bin/git", "ls-remote", "https://127.0.0.1:1/x")).RefusalOrFail());
        Assert.Contains("onnection refused", (await image.RunAsync(65532, nobody, "/usr/bin/ssh", "-p", "1", "-o", "BatchMode=yes", "127.0.0.1")).RefusalOrFail());
        Assert.Contains("usage: ssh-keygen", (await image.RunAsync(65532, nobody, "/usr/bin/ssh-keygen", "--help")).RefusalOrFail());
    }

    [Fact]
    public async Task It_is_the_operator_of_a_sandbox()
    {
        Assert.SkipWhen(image.Missing is not null, image.Missing ?? "");
        await using var sandbox = await SandboxCluster.StartAsync(new SandboxApiServerOptions { Manifests = [RepositoryFiles.Crd] });
        var files = Files();
        Kubeconfig.Write(Path.Combine(files, "kubeconfig"), sandbox.Server.Url.ToString().TrimEnd('/'), "unused");
        using var process = Process.Start(new ProcessStartInfo("unshare", image.Arguments(65532, files, Program, "run", "--kubeconfig", "/tmp/kubeconfig", "--health-address", "127.0.0.1:0", "--leader-election", "false")) { UseShellExecute = false })!;
        try
        {
            (await Command.RunAsync(Tools.Kubectl, [$"--kubeconfig={sandbox.KubeconfigPath}", "apply", "-f", Path.Combine(files, "first.yaml")])).OutputOrFail();
            (await Command.RunAsync(Tools.Kubectl, [$"--kubeconfig={sandbox.KubeconfigPath}", "wait", "--for=condition=Ready", "pm/first", "--timeout=60s"])).OutputOrFail();
            var document = await Command.RunAsync(Tools.Kubectl, [$"--kubeconfig={sandbox.KubeconfigPath}", "get", "configmap", "first-postmortem", "-o", "json"]);
            Assert.Contains("A certificate had expired", (string?)JsonNode.Parse(document.OutputOrFail())!["data"]!["postmortem.md"]);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static string Files()
    {
        var folder = Directory.CreateTempSubdirectory("image-").FullName;
        File.WriteAllText(Path.Combine(folder, "first.yaml"), Manifest);
        return folder;
    }
}
