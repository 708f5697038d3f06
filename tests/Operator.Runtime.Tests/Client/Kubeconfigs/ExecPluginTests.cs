using k8s.Exceptions;
using k8s.KubeConfigModels;
using Microsoft.Extensions.Time.Testing;
using Operator.Runtime.Client.Kubeconfigs;

namespace Operator.Runtime.Tests.Client.Kubeconfigs;

public sealed class ExecPluginTests
{
    private const string Version = "client.authentication.k8s.io/v1";

    private static readonly ClusterEndpoint Cluster = new() { Server = "https://cluster:6443", CertificateAuthorityData = "Y2E=" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_told_the_version_and_that_nobody_can_be_asked()
    {
        var credential = await Shell("echo \"$KUBERNETES_EXEC_INFO\" | sed 's/\"/./g'", provideClusterInfo: false).RunAsync(Token);

        Assert.Equal("{.apiVersion.:.client.authentication.k8s.io/v1.,.kind.:.ExecCredential.,.spec.:{.interactive.:false}}", credential.Token);
    }

    [Fact]
    public async Task It_is_told_of_the_cluster_when_it_asks()
    {
        var credential = await Shell("echo \"$KUBERNETES_EXEC_INFO\" | sed 's/\"/./g'", provideClusterInfo: true).RunAsync(Token);

        Assert.EndsWith(".spec.:{.interactive.:false,.cluster.:{.server.:.https://cluster:6443.,.certificate-authority-data.:.Y2E=.}}}", credential.Token);
    }

    [Fact]
    public async Task It_has_the_variables_of_the_kubeconfig_beside_those_of_the_process()
    {
        var credential = await Shell("echo \"$PROFILE_NAME,${PATH:+path}\"", provideClusterInfo: false).RunAsync(Token);

        Assert.Equal("blue,path", credential.Token);
    }

    [Fact]
    public async Task It_is_run_again_shortly_before_its_token_expires()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2030-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var first = new ExecCredential("first", null, null, time.GetUtcNow().AddMinutes(10));
        var provider = new ExecTokenProvider(Shell("echo second", provideClusterInfo: false), first, time);

        Assert.Equal("first", (await provider.GetAuthenticationHeaderAsync(Token)).Parameter);
        time.Advance(TimeSpan.FromMinutes(9.4));
        Assert.Equal("first", (await provider.GetAuthenticationHeaderAsync(Token)).Parameter);
        time.Advance(TimeSpan.FromMinutes(0.1));
        Assert.Equal("second", (await provider.GetAuthenticationHeaderAsync(Token)).Parameter);
    }

    [Fact]
    public async Task A_token_that_is_no_longer_given_is_a_refusal()
    {
        var time = new FakeTimeProvider();
        var provider = new ExecTokenProvider(Certificate(), new ExecCredential("first", null, null, time.GetUtcNow()), time);

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => provider.GetAuthenticationHeaderAsync(Token));

        Assert.StartsWith("here: its ExecCredential had a token at first and has none now. Run 'echo' by hand", error.Message);
    }

    [Fact]
    public async Task One_that_fails_is_not_started_anew_by_each_request()
    {
        var runs = Path.GetTempFileName();
        var time = new FakeTimeProvider();
        var exec = new ExternalExecution { ApiVersion = Version, Command = "sh", Arguments = ["-c", $"echo run >> {runs}; exit 3"] };
        var provider = new ExecTokenProvider(new ExecPlugin(exec, "here", Cluster), new ExecCredential("first", null, null, time.GetUtcNow()), time);
        async Task<int> RunsAfterRequestAsync()
        {
            var error = await Assert.ThrowsAsync<KubeConfigException>(() => provider.GetAuthenticationHeaderAsync(Token));
            Assert.StartsWith("here: 'sh' ended with exit code 3", error.Message);
            return (await File.ReadAllLinesAsync(runs, Token)).Length;
        }

        Assert.Equal(1, await RunsAfterRequestAsync());
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, await RunsAfterRequestAsync());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(2, await RunsAfterRequestAsync());
        File.Delete(runs);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_told_is_a_refusal_that_names_the_plugin()
    {
        var cluster = new ClusterEndpoint { Server = "http://cluster", CertificateAuthority = "/no/such/ca.crt" };
        var exec = new ExternalExecution { ApiVersion = Version, Command = "true", ProvideClusterInfo = true };

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => new ExecPlugin(exec, "here", cluster).RunAsync(Token));

        Assert.StartsWith("here: 'true' cannot be run: ", error.Message);
        Assert.Contains("/no/such/ca.crt", error.Message);
    }

    [Fact]
    public async Task Cancelling_ends_its_process()
    {
        var file = Path.GetTempFileName();
        var exec = new ExternalExecution { ApiVersion = Version, Command = "sh", Arguments = ["-c", $"echo $$ > {file}; exec cat /dev/zero"] };
        using var cancel = new CancellationTokenSource();
        var run = new ExecPlugin(exec, "here", Cluster).RunAsync(cancel.Token);
        await UntilAsync(() => File.ReadAllText(file).EndsWith('\n'));
        var process = $"/proc/{File.ReadAllText(file).Trim()}";
        Assert.True(Directory.Exists(process));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await UntilAsync(() => !Directory.Exists(process));
        File.Delete(file);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 1000, "not within ten seconds");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }

    private static ExecPlugin Certificate() => new(
        new ExternalExecution
        {
            ApiVersion = Version,
            Command = "echo",
            Arguments = [$$$"""{"apiVersion":"{{{Version}}}","kind":"ExecCredential","status":{"clientCertificateData":"c","clientKeyData":"k"}}"""],
        },
        "here",
        Cluster);

    private static ExecPlugin Shell(string token, bool provideClusterInfo) => new(
        new ExternalExecution
        {
            ApiVersion = Version,
            Command = "sh",
            Arguments = ["-c", $$$"""token=$({{{token}}}); printf '{"apiVersion":"{{{Version}}}","kind":"ExecCredential","status":{"token":"%s"}}' "$token" """],
            EnvironmentVariables = [new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "PROFILE_NAME", ["value"] = "blue" }],
            ProvideClusterInfo = provideClusterInfo,
        },
        "kubeconfig: users[name=it].user.exec",
        Cluster);
}
