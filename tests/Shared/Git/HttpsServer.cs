using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Operator.Testing.Git;

/// <summary>A repository behind https, with a certificate authority of its own.</summary>
public sealed class HttpsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpsServer(WebApplication app, HttpBackend backend, string caFile) => (_app, Backend, CaFile) = (app, backend, caFile);

    public HttpBackend Backend { get; }

    public string CaFile { get; }

    public string Url => $"{_app.Urls.Single()}/handbook.git";

    /// <summary>Starts one.</summary>
    /// <param name="repository">What it serves.</param>
    /// <param name="authorization">The Authorization header that it lets in.</param>
    public static async Task<HttpsServer> StartAsync(BareRepository repository, string authorization)
    {
        using var certificate = Issue();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        var own = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(own));
        });
        var server = new HttpsServer(builder.Build(), new HttpBackend(repository.Folder, authorization), Path.Combine(repository.Folder, "ca.crt"));
        await File.WriteAllTextAsync(server.CaFile, certificate.ExportCertificatePem());
        server._app.Run(server.Backend.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>The header of basic authentication.</summary>
    public static string Basic(string user, string password) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
