using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Operator.Testing.Git;

namespace Operator.Benchmarks.Publishing;

/// <summary>A repository behind https with a certificate of its own and basic authentication.</summary>
internal sealed class HttpsRepository : IAsyncDisposable
{
    private const string Password = "benchmark";

    private readonly WebApplication _app;

    private HttpsRepository(WebApplication app) => _app = app;

    public BareRepository Repository { get; private init; } = null!;

    public string Url => $"{_app.Urls.Single()}/handbook.git";

    /// <summary>The URL with the password, for a script.</summary>
    public string ScriptUrl => Url.Replace("https://", $"https://git:{Password}@", StringComparison.Ordinal);

    public string CaFile => Path.Combine(Repository.Folder, "ca.crt");

    public string PasswordFile => Path.Combine(Repository.Folder, "password");

    /// <summary>How many pushes have arrived.</summary>
    public int Pushes => File.Exists(PushFile) ? File.ReadAllLines(PushFile).Length : 0;

    private string PushFile => Path.Combine(Repository.Folder, "pushes");

    public static async Task<HttpsRepository> StartAsync()
    {
        var repository = new BareRepository();
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
        var server = new HttpsRepository(builder.Build()) { Repository = repository };
        await File.WriteAllTextAsync(server.CaFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(server.PasswordFile, Password);
        repository.Hook("post-receive", $"echo x >> {server.PushFile}");
        server._app.Run(new HttpBackend(repository.Folder, $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"git:{Password}"))}").AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Repository.Dispose();
    }

    private static X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=benchmark", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
