using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Client;

/// <summary>A real HTTPS server with certificates of a private CA.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly X509Certificate2 _authority = CreateAuthority("CN=private CA");

    [Fact]
    public async Task A_certificate_of_the_private_CA_for_the_right_host_is_accepted()
    {
        await using var server = await StartAsync(Issue(_authority, name => name.AddIpAddress(IPAddress.Loopback)));

        Assert.Equal("yes", await ReadAsync(server, _authority));
    }

    [Fact]
    public async Task A_certificate_of_the_private_CA_for_another_host_is_refused()
    {
        await using var server = await StartAsync(Issue(_authority, name => name.AddDnsName("some-other-node.kubelet")));

        await AssertRefusedAsync(() => ReadAsync(server, _authority));
    }

    [Fact]
    public async Task The_server_name_of_the_kubeconfig_replaces_the_host_name()
    {
        await using var server = await StartAsync(Issue(_authority, name => name.AddDnsName("kubernetes.example")));

        Assert.Equal("yes", await ReadAsync(server, _authority, c => c.TlsServerName = "kubernetes.example"));
    }

    [Fact]
    public async Task A_certificate_of_another_CA_is_refused()
    {
        using var stranger = CreateAuthority("CN=stranger");
        await using var server = await StartAsync(Issue(stranger, name => name.AddIpAddress(IPAddress.Loopback)));

        await AssertRefusedAsync(() => ReadAsync(server, _authority));
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        var expired = Issue(_authority, name => name.AddIpAddress(IPAddress.Loopback), notAfterDays: -1);
        await using var server = await StartAsync(expired);

        await AssertRefusedAsync(() => ReadAsync(server, _authority));
    }

    [Fact]
    public void A_certificate_for_clients_only_is_refused()
    {
        using var client = Issue(_authority, name => name.AddIpAddress(IPAddress.Loopback), usage: "1.3.6.1.5.5.7.3.2");
        using var server = Issue(_authority, name => name.AddIpAddress(IPAddress.Loopback));
        var trust = new ServerTrust([_authority]);

        Assert.False(trust.Validate(this, client, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.True(trust.Validate(this, server, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public async Task Skipping_the_check_is_possible_when_the_kubeconfig_says_so()
    {
        await using var server = await StartAsync(Issue(_authority, name => name.AddDnsName("elsewhere")));

        Assert.Equal("yes", await ReadAsync(server, _authority, c => c.SkipTlsVerify = true));
    }

    [Fact]
    public async Task The_client_certificate_of_the_kubeconfig_is_presented()
    {
        await using var server = await StartAsync(
            Issue(_authority, name => name.AddIpAddress(IPAddress.Loopback)), ClientCertificateMode.AllowCertificate);
        using var client = Issue(_authority, name => name.AddDnsName("ignored"), usage: "1.3.6.1.5.5.7.3.2", subject: "CN=alice");

        Assert.Equal("CN=alice", await ReadAsync(server, _authority, c =>
        {
            c.ClientCertificateData = Base64(client.ExportCertificatePem());
            c.ClientCertificateKeyData = Base64(client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }));
    }

    [Fact]
    public void A_rotated_bundle_is_trusted_without_a_restart()
    {
        // As a kubelet mounts it: the file is a link, and what rotates is another link on its way.
        var mount = Directory.CreateTempSubdirectory("ca-").FullName;
        var (file, data) = (Path.Combine(mount, "ca.crt"), Path.Combine(mount, "..data"));
        try
        {
            using var next = CreateAuthority("CN=next CA");
            WriteBundle("..1", _authority.ExportCertificatePem());
            WriteBundle("..2", "");
            WriteBundle("..3", next.ExportCertificatePem());
            Directory.CreateSymbolicLink(data, "..1");
            File.CreateSymbolicLink(file, Path.Combine("..data", "ca.crt"));
            var trust = new ServerTrust([_authority], file);
            using var old = Issue(_authority, name => name.AddIpAddress(IPAddress.Loopback));
            using var server = Issue(next, name => name.AddIpAddress(IPAddress.Loopback));
            Assert.False(trust.Validate(this, server, null, SslPolicyErrors.RemoteCertificateChainErrors));

            Rotate("..2");
            Assert.True(trust.Validate(this, old, null, SslPolicyErrors.RemoteCertificateChainErrors));
            Rotate("..3");
            Assert.False(trust.Validate(this, old, null, SslPolicyErrors.RemoteCertificateChainErrors));
            Assert.True(trust.Validate(this, server, null, SslPolicyErrors.RemoteCertificateChainErrors));
            Assert.False(trust.Validate(this, server, null, SslPolicyErrors.RemoteCertificateNameMismatch));
        }
        finally
        {
            Directory.Delete(mount, recursive: true);
        }

        void WriteBundle(string version, string pem) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(mount, version)).FullName, "ca.crt"), pem);

        void Rotate(string version)
        {
            Directory.Delete(data);
            Directory.CreateSymbolicLink(data, version);
        }
    }

    [Fact]
    public async Task A_connection_that_swallows_everything_is_given_up_and_replaced_long_before_a_request_times_out()
    {
        await using var server = await StartAsync(Issue(_authority, name => name.AddIpAddress(IPAddress.Loopback)));
        await using var proxy = SwallowingProxy.Start(new Uri(Address(server)));
        var options = new KubeApiClientOptions
        {
            JsonOptions = TestJson.Create(),
            RequestTimeout = TimeSpan.FromMinutes(10),
            PingAfter = TimeSpan.FromSeconds(1),
            PingTimeout = TimeSpan.FromSeconds(1),
        };
        using var connection = KubeApiConnection.Create(new KubernetesClientConfiguration { Host = $"https://127.0.0.1:{proxy.Port}", SslCaCerts = [_authority] }, options);
        var client = connection.CreateClient(options);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Assert.NotNull(await client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, new ObjectKey("a", "b"), limit.Token));

        proxy.Swallow();
        var failure = await Assert.ThrowsAsync<KubeApiException>(() => client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, new ObjectKey("a", "b"), limit.Token));
        var found = await client.FindAsync<V1ConfigMap>(ResourceType.ConfigMap, new ObjectKey("a", "b"), limit.Token);

        Assert.Equal("Unreachable", failure.Reason);
        Assert.NotNull(found);
        Assert.Equal(2, proxy.Connections);
    }

    public void Dispose() => _authority.Dispose();

    private static async Task AssertRefusedAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<KubeApiException>(call);
        Assert.Equal("Unreachable", failure.Reason);
        var cause = (Exception)failure;
        while (cause is not AuthenticationException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        Assert.IsType<AuthenticationException>(cause, exactMatch: false);
    }

    private static string Address(WebApplication server) =>
        server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private static async Task<string> ReadAsync(WebApplication server, X509Certificate2 authority, Action<KubernetesClientConfiguration>? configure = null)
    {
        var configuration = new KubernetesClientConfiguration { Host = Address(server), SslCaCerts = [authority] };
        configure?.Invoke(configuration);
        var options = new KubeApiClientOptions { JsonOptions = TestJson.Create() };
        using var connection = KubeApiConnection.Create(configuration, options);
        var map = await connection.CreateClient(options).FindAsync<V1ConfigMap>(ResourceType.ConfigMap, new ObjectKey("a", "b"), default);
        return map!.Data["answer"];
    }

    private static async Task<WebApplication> StartAsync(X509Certificate2 certificate, ClientCertificateMode clients = ClientCertificateMode.NoCertificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = clients;
            https.AllowAnyClientCertificate();
        })));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync($$$"""{"data":{"answer":"{{{context.Connection.ClientCertificate?.Subject ?? "yes"}}}"}}"""));
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 CreateAuthority(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
    }

    private static X509Certificate2 Issue(
        X509Certificate2 authority, Action<SubjectAlternativeNameBuilder> names, int notAfterDays = 5, string usage = "1.3.6.1.5.5.7.3.1", string subject = "CN=server")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        names(alternatives);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(authority, now.AddDays(-5), now.AddDays(notAfterDays), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
