using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operator.Runtime.Client;

/// <summary>
/// Decides whether a server certificate is trusted under a private CA. The host name must match whatever the CA signed.
/// The bundle's file is read at each new connection, so that a rotated CA needs no restart.
/// </summary>
internal sealed class ServerTrust(X509Certificate2Collection authorities, string? bundleFile = null)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private X509Certificate2Collection _authorities = authorities;

    /// <summary>The callback for <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // A chain error is expected, because the system does not know the private CA; anything else is a refusal.
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None || certificate is null)
        {
            return false;
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        using var ours = new X509Chain();
        ours.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        ours.ChainPolicy.CustomTrustStore.AddRange(Current());
        ours.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        ours.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            ours.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return ours.Build(leaf);
    }

    private X509Certificate2Collection Current()
    {
        if (bundleFile is not null)
        {
            try
            {
                var fresh = new X509Certificate2Collection();
                fresh.ImportFromPemFile(bundleFile);
                _authorities = fresh.Count > 0 ? fresh : _authorities;
            }
            catch (Exception e) when (e is IOException or CryptographicException)
            {
                // The kubelet may be half-way through a rotation: the bundle that worked so far stays.
            }
        }

        return _authorities;
    }
}
