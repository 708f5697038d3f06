using k8s.Exceptions;
using Operator.Runtime.KubeApi;

namespace Operator.Runtime.Tests.KubeApi;

/// <summary>Which files are read without <c>--kubeconfig</c>, and what several of them make together.</summary>
public sealed class KubeconfigSearchTests : IDisposable
{
    private const string Contexts = """
        clusters:
        - name: blue
          cluster: {server: "https://blue:6443"}
        contexts:
        - name: work
          context: {cluster: blue, user: red}
        current-context: work
        """;

    private const string Users = """
        clusters:
        - name: blue
          cluster: {server: "https://other:6443", insecure-skip-tls-verify: true}
        - name: green
          cluster: {server: "https://green:6443"}
        users:
        - name: red
          user: {token: secret}
        contexts:
        - name: other
          context: {cluster: green, user: red}
        current-context: other
        """;

    private readonly string _home = Directory.CreateTempSubdirectory("kubeconfig-").FullName;

    [Fact]
    public void KUBECONFIG_goes_before_the_home_directory()
    {
        Write(".kube/config", Users);
        var named = Write("named", Users.Replace("https://green", "https://named"));

        Assert.Equal("https://named:6443", Load(named).Host.TrimEnd('/'));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_it_the_home_directory_has_the_file(string? variable)
    {
        Write(".kube/config", Users);

        Assert.Equal("https://green:6443", Load(variable).Host.TrimEnd('/'));
    }

    [Fact]
    public void Of_several_files_the_first_to_set_something_wins()
    {
        var files = Join(Write("a", Contexts), Write("b", Users));

        var configuration = Load(files);

        Assert.Equal(("work", "https://blue:6443", "secret"), (configuration.CurrentContext, configuration.Host.TrimEnd('/'), configuration.AccessToken));
        Assert.False(configuration.SkipTlsVerify);
    }

    [Fact]
    public void A_context_of_a_later_file_can_be_asked_for()
    {
        var files = Join(Write("a", Contexts), Write("b", Users));

        Assert.Equal("https://green:6443", Load(files, "other").Host.TrimEnd('/'));
    }

    [Fact]
    public void Paths_are_relative_to_the_file_that_has_them()
    {
        var files = Join(Write("a/config", Contexts), Write("b/config", "users: [{name: red, user: {client-certificate: pki/red.crt, client-key: /keys/red.key}}]"));

        var configuration = Load(files);

        Assert.Equal(Path.Combine(_home, "b", "pki", "red.crt"), configuration.ClientCertificateFilePath);
        Assert.Equal("/keys/red.key", configuration.ClientKeyFilePath);
    }

    [Fact]
    public void Files_that_are_not_there_or_set_nothing_are_passed_over()
    {
        var nothing = Write("nothing", "apiVersion: v1\nkind: Config\nclusters: null\nusers: null\ncontexts: null\ncurrent-context: \"\"\n");
        var files = Join(Path.Combine(_home, "missing"), "", Path.Combine(_home, "no", "folder"), Write("empty", ""), nothing, Write("a", Users));

        Assert.Equal("https://green:6443", Load(files).Host.TrimEnd('/'));
    }

    [Fact]
    public void When_no_file_is_there_all_that_were_looked_for_are_named()
    {
        var files = Join(Path.Combine(_home, "one"), Path.Combine(_home, "two"));

        var message = Assert.Throws<KubeConfigException>(() => Load(files)).Message;

        Assert.Contains(Path.Combine(_home, "one"), message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_home, "two"), message, StringComparison.Ordinal);
        Assert.Contains("KUBECONFIG", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_kubeconfig_is_named_although_others_are_good()
    {
        var bad = Write("bad", "clusters: [");

        Assert.Contains(bad, Assert.Throws<KubeConfigException>(() => Load(Join(Write("a", Users), bad))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_opened_is_named()
    {
        Assert.Contains(_home, Assert.Throws<KubeConfigException>(() => Load(_home)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_plugin_beside_its_file_is_run()
    {
        var plugin = Write("a/plugin", """
            #!/bin/sh
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-plugin"}}'
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var file = Write("a/config", Users.Replace(
            "{token: secret}", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, env: [{name: A, value: b}], interactiveMode: Never}}"));

        Assert.Equal("from-plugin", Load(file).AccessToken);
    }

    [Fact]
    public void A_retired_auth_provider_is_refused_with_what_to_use_instead()
    {
        var file = Write("a", Users.Replace("{token: secret}", "{auth-provider: {name: azure, config: {access-token: old}}}"));

        Assert.Contains("kubelogin", Assert.Throws<KubeConfigException>(() => Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_auth_provider_that_renews_its_token_is_taken()
    {
        var file = Write("a", Users.Replace(
            "{token: secret}",
            "{auth-provider: {name: oidc, config: {client-id: c, idp-issuer-url: 'https://issuer', id-token: from-oidc, refresh-token: r}}}"));

        Assert.Equal("from-oidc", Load(file).AccessToken);
    }

    [Fact]
    public void Credentials_that_are_not_understood_are_an_error()
    {
        var file = Write("a", Users.Replace("{token: secret}", "{auth-provider: {name: unheard-of, config: {}}}"));

        Assert.Contains("red", Assert.Throws<KubeConfigException>(() => Load(file)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static string Join(params string[] files) => string.Join(Path.PathSeparator, files);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private k8s.KubernetesClientConfiguration Load(string? variable, string? context = null) =>
        KubeConfiguration.FromFiles(KubeconfigFiles.Find(variable, Path.Combine(_home, ".kube", "config")), context);
}
