using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Operator.Api;
using Operator.Core;
using Operator.Prometheus;

namespace Operator.Tests.Prometheus;

/// <summary>A source that lets in only whom its authority vouches for, through an intermediate that it does not know by itself.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("client-certificate-").FullName;
    private readonly List<string> _clients = [];
    private WebApplication? _server;
    private Uri _url = null!;

    [Fact]
    public async Task The_certificate_is_shown_with_its_chain()
    {
        using var client = PrometheusFaultTests.Client(_url, o => o.Tls = Tls("client"), TimeProvider.System);

        Assert.Single((await PrometheusFaultTests.QueryAsync(client)).Series);
        Assert.Equal(["CN=operator"], _clients);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("stranger")]
    public async Task Without_it_or_with_a_strangers_the_fault_is_told(string? name)
    {
        using var client = PrometheusFaultTests.Client(_url, o => o.Tls = Tls(name), new HastyTime());

        var e = await Assert.ThrowsAsync<FailureException>(() => PrometheusFaultTests.QueryAsync(client));

        Assert.True(e.Reason is Reasons.PrometheusUnavailable or Reasons.CertificateInvalid, e.Message);
        Assert.Empty(_clients);
    }

    [Fact]
    public async Task Certificate_and_key_that_rotate_are_used_without_a_restart()
    {
        // As a kubelet mounts a Secret: the files are links, and what rotates is another link on their way.
        var data = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, Version("..1", "stranger"));
        System.IO.File.CreateSymbolicLink(File("tls.crt"), Path.Combine("..data", "tls.crt"));
        System.IO.File.CreateSymbolicLink(File("tls.key"), Path.Combine("..data", "tls.key"));
        using var client = PrometheusFaultTests.Client(_url, o => o.Tls = Tls("tls"), new HastyTime());
        await Assert.ThrowsAsync<FailureException>(() => PrometheusFaultTests.QueryAsync(client));

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, Version("..2", "client"));

        Assert.Single((await PrometheusFaultTests.QueryAsync(client)).Series);
        Assert.Equal(["CN=operator"], _clients);

        string Version(string version, string name)
        {
            Directory.CreateDirectory(File(version));
            System.IO.File.Copy(File($"{name}.crt"), Path.Combine(File(version), "tls.crt"));
            System.IO.File.Copy(File($"{name}.key"), Path.Combine(File(version), "tls.key"));
            return version;
        }
    }

    [Fact]
    public void A_key_that_does_not_fit_is_told_without_showing_it()
    {
        var e = Assert.Throws<FailureException>(() => PrometheusHandler.Create(new PrometheusSourceOptions
        {
            Name = "eu",
            Url = "https://eu.invalid",
            Tls = new TlsOptions { CertFile = File("client.crt"), KeyFile = File("stranger.key") },
        }));

        Assert.Equal(Reasons.CertificateInvalid, e.Reason);
        Assert.Contains("'eu'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", e.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        using var root = Issue("CN=root", isAuthority: true, null);
        using var intermediate = Issue("CN=intermediate", isAuthority: true, root);
        using var client = Issue("CN=operator", isAuthority: false, intermediate);
        using var stranger = Issue("CN=stranger", isAuthority: false, null);
        Save("client", client, intermediate);
        Save("stranger", stranger);
        using var own = PrometheusFaultTests.SelfSigned("127.0.0.1");
        await System.IO.File.WriteAllTextAsync(File("server-ca.crt"), own.ExportCertificatePem());
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(root.RawData));
        _server = await StartAsync(X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null), trusted);
        _url = new Uri(_server.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private TlsOptions Tls(string? name) => new()
    {
        CaFile = File("server-ca.crt"),
        CertFile = name is null ? null : File($"{name}.crt"),
        KeyFile = name is null ? null : File($"{name}.key"),
    };

    private async Task<WebApplication> StartAsync(X509Certificate2 certificate, X509ChainPolicy trusted)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.OnAuthenticate = (_, options) => options.CertificateChainPolicy = trusted;
            https.ClientCertificateValidation = (_, _, errors) => errors == SslPolicyErrors.None;
        })));
        var app = builder.Build();
        app.Run(context =>
        {
            _clients.Add(context.Connection.ClientCertificate!.Subject);
            return context.Response.WriteAsync(PrometheusClientTests.OneSample);
        });
        await app.StartAsync();
        return app;
    }

    private string File(string name) => Path.Combine(_folder, name);

    private void Save(string name, X509Certificate2 certificate, params X509Certificate2[] chain)
    {
        System.IO.File.WriteAllText(File($"{name}.crt"), string.Join('\n', chain.Prepend(certificate).Select(c => c.ExportCertificatePem())));
        System.IO.File.WriteAllText(File($"{name}.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Issue(string subject, bool isAuthority, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        var from = TimeProvider.System.GetUtcNow().AddHours(-1);
        if (issuer is null)
        {
            return request.CreateSelfSigned(from, from.AddDays(1));
        }

        using var certificate = request.Create(issuer, from, new DateTimeOffset(issuer.NotAfter), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
