using k8s.Exceptions;
using Operator.Runtime.Client;

namespace Operator.Runtime.Tests.Client;

public sealed class KubeConfigurationTests : IDisposable
{
    private const string Whole = """
        apiVersion: v1
        kind: Config
        preferences: {}
        clusters:
        - name: one
          cluster: {server: "https://one:6443", insecure-skip-tls-verify: true, tls-server-name: kubernetes}
        - name: two
          cluster:
            server: https://two:6443
            extensions: [{name: minikube.sigs.k8s.io/cluster_info, extension: {version: v1.34.0}}]
        users:
        - name: token
          user: {token: 12345}
        - name: password
          user: {username: alice, password: secret}
        contexts:
        - name: first
          context: {cluster: one, user: token, namespace: here}
        - name: second
          context: {cluster: two, user: password}
        current-context: first
        something-new: [1]
        """;

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void The_current_context_of_a_file_is_read()
    {
        File.WriteAllText(_file, Whole);

        var configuration = KubeConfiguration.Load(_file);

        Assert.Equal(("https://one:6443", "here", "12345"), (configuration.Host.TrimEnd('/'), configuration.Namespace, configuration.AccessToken));
        Assert.Equal((true, "kubernetes"), (configuration.SkipTlsVerify, configuration.TlsServerName));
    }

    [Fact]
    public void Another_context_can_be_asked_for()
    {
        File.WriteAllText(_file, Whole);

        var configuration = KubeConfiguration.Load(_file, "second");

        Assert.Equal(("https://two:6443", "alice", "secret"), (configuration.Host.TrimEnd('/'), configuration.Username, configuration.Password));
    }

    [Fact]
    public void Paths_in_a_file_are_relative_to_it()
    {
        var certificate = $"{Path.GetFileName(_file)}.crt";
        File.WriteAllText(_file, Whole.Replace("{token: 12345}", $"{{client-certificate: {certificate}, client-key: {certificate}}}"));

        var configuration = KubeConfiguration.Load(_file);

        Assert.Equal(Path.Combine(Path.GetDirectoryName(_file)!, certificate), configuration.ClientCertificateFilePath);
    }

    [Theory]
    [InlineData("")]
    [InlineData("clusters: [")]
    [InlineData("clusters: 5")]
    [InlineData("- a list")]
    public void What_is_no_kubeconfig_is_refused_by_its_name(string text)
    {
        File.WriteAllText(_file, text);

        Assert.Contains(_file, Assert.Throws<KubeConfigException>(() => KubeConfiguration.Load(_file)).Message);
    }

    public void Dispose() => File.Delete(_file);
}
