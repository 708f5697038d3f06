using System.Runtime.Versioning;
using k8s.Exceptions;
using Operator.Runtime.Client;

namespace Operator.Runtime.Tests.Client.Kubeconfigs;

/// <summary>What of a kubeconfig is refused names file, field, cause and fix.</summary>
public sealed class KubeconfigRefusalTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kubeconfig-").FullName;

    private string File => Path.Combine(_root, "config");

    [Theory]
    [InlineData("current-context: it", "", "there is no current-context; set one")]
    [InlineData("current-context: it", "current-context: other", "there is no context 'other'; choose another")]
    [InlineData("{cluster: it, user: it}", "{user: it}", "contexts[name=it].context names no cluster; add 'cluster'")]
    [InlineData("{cluster: it, ", "{cluster: no, ", "contexts[name=it].context.cluster: there is no cluster 'no'")]
    [InlineData("user: it}", "user: no}", "contexts[name=it].context.user: there is no user 'no'")]
    [InlineData("{server: \"https://it:6443\"}", "{}", "clusters[name=it].cluster names no server; add 'server'")]
    [InlineData("\"https://it:6443\"", "it:6443", "clusters[name=it].cluster.server: 'it:6443' is not a URL of a server; write one such as")]
    public void A_context_that_lacks_something(string text, string replacement, string message) => Refused(text, replacement, message);

    [Theory]
    [InlineData("certificate-authority-data: '%'", ".certificate-authority-data is not a certificate")]
    [InlineData("certificate-authority: missing.crt", ".certificate-authority cannot be read")]
    public void A_certificate_authority_that_cannot_be_read(string field, string message) =>
        Refused("6443\"}", $"6443\", {field}}}", $"clusters[name=it].cluster{message}");

    [Theory]
    [InlineData("", " has no credentials; give it a token, ")]
    [InlineData("tokenFile: t", " has no credentials; give it a token, ")]
    [InlineData("token: t, as: bob", ".as: impersonation is not understood; use credentials of 'bob' itself")]
    [InlineData("username: alice", " has no credentials; give it a token, ")]
    [InlineData("client-certificate: a", " has no credentials; give it a token, ")]
    [InlineData("client-certificate-data: '%', client-key-data: YQ==", ".client-certificate-data is not base64")]
    [InlineData("client-certificate-data: YQ==, client-key-data: '%'", ".client-key-data is not base64")]
    [InlineData("auth-provider: {name: gcp}", ".auth-provider: 'gcp' is not understood; use the credential plugin")]
    [InlineData("auth-provider: {name: oidc, config: {client-id: a, id-token: c}}", ".auth-provider: 'oidc' is not understood; use the credential plugin")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1}", ".exec names no command")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: /no/such/plugin}", "Run '/no/such/plugin' by hand")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: /no/such/plugin, installHint: Install it.}", ". Install it.")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: true}", ".exec.apiVersion: 'client.authentication.k8s.io/v1alpha1' is not understood")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, 'echo no key >&2; exit 3']}", "'sh' ended with exit code 3: no key. Run 'sh' by hand")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: [secret]}", "'echo': it wrote no JSON object. Run")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}']}", "of 'client.authentication.k8s.io/v1beta1', not of")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}']}", "neither a token nor a client certificate")]
    public void Credentials_that_are_not_understood(string user, string message) => Refused("token: t", user, message, "users[name=it].user");

    [Fact]
    public void A_provider_beside_other_credentials_is_passed_over()
    {
        Write("token: t", "token: t, auth-provider: {name: gcp}");

        Assert.Equal("t", KubeConfiguration.Load(File).AccessToken);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_credential_plugin_beside_the_file_is_run()
    {
        var plugin = Path.Combine(_root, "plugin");
        System.IO.File.WriteAllText(plugin, """
            #!/bin/sh
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-the-plugin"}}'
            """);
        System.IO.File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write("token: t", "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin}");

        Assert.Equal("from-the-plugin", KubeConfiguration.Load(File).AccessToken);
    }

    [Fact]
    public void What_a_credential_plugin_does_not_give_stays_as_it_is_written()
    {
        Write("token: t", """
            client-certificate: ./c.pem, client-key: ./k.pem, exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, args: ['{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-the-plugin"}}']}
            """.Trim());

        var configuration = KubeConfiguration.Load(File);

        Assert.Equal(("from-the-plugin", Path.Combine(_root, "./c.pem")), (configuration.AccessToken, configuration.ClientCertificateFilePath));
    }

    [Fact]
    public void A_file_that_does_not_exist() =>
        Assert.StartsWith(File, Assert.Throws<KubeConfigException>(() => KubeConfiguration.Load(File)).Message);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Refused(string text, string replacement, params string[] messages)
    {
        Write(text, replacement);

        var error = Assert.Throws<KubeConfigException>(() => KubeConfiguration.Load(File));

        Assert.StartsWith($"{File}: ", error.Message);
        Assert.All(messages, message => Assert.Contains(message, error.Message));
    }

    private void Write(string text, string replacement)
    {
        var whole = KubeconfigText.Whole("it");
        Assert.Contains(text, whole);
        System.IO.File.WriteAllText(File, whole.Replace(text, replacement));
    }
}
