using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;

namespace Operator.EndToEnd.Tests;

/// <summary>The operator as a user whom the machine does not know, as OpenShift gives each namespace users of its own.</summary>
public class GitUserTests : GitTestBase
{
    private static readonly string[] SetUser = ["setpriv", "--reuid=1000650000", "--regid=0", "--clear-groups", "env", "HOME=/"];

    private readonly string _folder = Directory.CreateTempSubdirectory("postmortem-user-").FullName;

    public GitUserTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user.");
        BareRepository.SetMode(_folder, (UnixFileMode)0b111_111_111);
    }

    [Fact]
    public async Task It_publishes_over_https()
    {
        await using var server = await HttpsServer.StartAsync(Repository, HttpsServer.Basic("bot", "p4ssw0rd"));
        await using var world = await CreateAsync();
        await ApplySecretAsync(world, "handbook", ("username", "bot"), ("password", "p4ssw0rd"), ("ca.crt", await File.ReadAllTextAsync(server.CaFile)));

        await PublishAsync(world, server.Url);
    }

    [Fact]
    public async Task It_publishes_over_ssh_and_signs()
    {
        using var server = new SshServer(Repository.Folder);
        await using var world = await CreateAsync();
        await ApplySecretAsync(
            world, "handbook", ("identity", await File.ReadAllTextAsync(server.ClientKey)), ("known_hosts", await File.ReadAllTextAsync(server.KnownHosts)), ("signing-key", await File.ReadAllTextAsync(server.ClientKey)));

        await PublishAsync(world, server.Url(Repository.Path));

        var signers = Path.Combine(_folder, "signers");
        await File.WriteAllTextAsync(signers, $"operator@example.com {SshKeys.Public(server.ClientKey)}", TestContext.Current.CancellationToken);
        Assert.Equal("G", BareRepository.Git("-C", Repository.Path, "-c", $"gpg.ssh.allowedSignersFile={signers}", "log", "-1", "--format=%G?").Trim());
    }

    protected override void Dispose(bool isDisposing)
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose(isDisposing);
    }

    private async Task PublishAsync(World world, string url)
    {
        await world.GrantAsync("secrets get");
        var kubeconfig = Path.Combine(_folder, "kubeconfig");

        // With the certificates in it: what lies beside the original is not for that user.
        await File.WriteAllTextAsync(kubeconfig, await Kubectl.RunAsync(world, "config", "view", "--raw", "--flatten", $"--kubeconfig={world.OperatorKubeconfigPath}"), TestContext.Current.CancellationToken);
        BareRepository.SetMode(kubeconfig, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var configuration = Configuration(
            ("GIT__DIRECTORY", Path.Combine(_folder, "copies")), ("GIT__REPOSITORIES__0__URL", url), ("GIT__REPOSITORIES__0__AUTH__SECRETNAME", "handbook"),
            ("GIT__REPOSITORIES__0__COMMITTER__EMAIL", "operator@example.com"));
        await using var process = world.StartOperatorProcess(kubeconfigs: kubeconfig, environment: configuration, under: SetUser);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        await Until.TrueAsync(async () => (await world.FindAsync("pm"))!.Is(ConditionTypes.Published) || process.HasExited, () => $"it is published; {world.FindAsync("pm").Result}\n{process.Log}");

        Assert.True(Repository.Has(Readme));
        Assert.Contains("1000650000", await File.ReadAllTextAsync($"/proc/{process.Id}/status", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
