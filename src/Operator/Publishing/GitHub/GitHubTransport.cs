using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Operator.Api;
using Operator.Core;

namespace Operator.Publishing.GitHub;

/// <summary>The connections to GitHub's API: no redirects, no proxy, certificates as configured.</summary>
internal static class GitHubTransport
{
    private const int Connections = 2;

    /// <summary>Makes them.</summary>
    /// <param name="authorities">CA certificates in PEM; null for the system's.</param>
    /// <param name="connectTimeout">How long opening a connection may take.</param>
    /// <exception cref="FailureException">The certificates cannot be read.</exception>
    public static HttpMessageInvoker Create(string? authorities, TimeSpan connectTimeout)
    {
        var ssl = new SslClientAuthenticationOptions();
        if (authorities is not null)
        {
            // A chain policy leaves the check of the host's name in place.
            ssl.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            try
            {
                ssl.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorities);
            }
            catch (CryptographicException e)
            {
                throw new FailureException(Reasons.CertificateInvalid, "caFile, or ca.crt of the Secret, cannot be read as PEM", isTerminal: true, inner: e);
            }
        }

        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            // A redirect could carry credentials to another host.
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = Connections,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = ssl,
        });
    }
}
