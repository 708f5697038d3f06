using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Operator.Api;
using Operator.Core;

namespace Operator.Prometheus;

/// <summary>Builds the transport of one source: no redirects, bounded connections, certificates as configured.</summary>
internal static class PrometheusHandler
{
    /// <summary>Queries that run at the same time against one source.</summary>
    public const int Concurrency = 2;

    public static SocketsHttpHandler Create(PrometheusSourceOptions options) => new()
    {
        // A redirect could carry credentials to another host, and turns POST into GET.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        UseCookies = false,
        // Of the environment's proxies .NET does not understand the exceptions that clusters need: ranges and suffixes in NO_PROXY.
        UseProxy = options.ProxyUrl is not null,
        Proxy = options.ProxyUrl is { } proxy ? new WebProxy(proxy) : null,
        MaxConnectionsPerServer = Concurrency,
        MaxResponseHeadersLength = 64,
        ConnectTimeout = options.Timeout,
        // DNS answers and certificates change behind a service's name.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = SslOptions(options),
    };

    private static SslClientAuthenticationOptions SslOptions(PrometheusSourceOptions options)
    {
        var ssl = new SslClientAuthenticationOptions();
        try
        {
            if (options.Tls?.CaFile is { } caFile)
            {
                // A chain policy leaves the check of the host's name in place, which a callback would have to repeat.
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(caFile);
                ssl.CertificateChainPolicy = policy;
            }

            if (options.Tls is { CertFile: { } certFile, KeyFile: { } keyFile })
            {
                // The chain goes along: a server knows its roots, not every intermediate.
                var chain = new X509Certificate2Collection();
                chain.ImportFromPemFile(certFile);
                ssl.ClientCertificateContext = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certFile, keyFile), chain, offline: true);
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FailureException(
                Reasons.CertificateInvalid,
                $"Prometheus source '{options.Name}': tls.caFile, certFile or keyFile cannot be read as PEM; check the files and that the operator may read them",
                isTerminal: true,
                inner: e);
        }

        return ssl;
    }
}
