using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operator.Metrics;

/// <summary>A certificate of mounted files with its chain, which may be replaced at any time. A pair that does not fit, as in the middle of a rotation, changes nothing yet.</summary>
internal sealed class ServingCertificate(string certFile, string keyFile)
{
    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _current;
    private string? _content;

    /// <summary>The certificate as the files have it now.</summary>
    /// <exception cref="CryptographicException">The files have never held a certificate and its key.</exception>
    /// <exception cref="IOException">The files have never been readable.</exception>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            try
            {
                var (cert, key) = (File.ReadAllText(certFile), File.ReadAllText(keyFile));
                if (cert + key != _content)
                {
                    // Connections under way keep the one before, which goes with them.
                    (_current, _content) = (Load(cert, key), cert + key);
                }
            }
            catch (Exception e) when (_current is not null && e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                // Tried again with the next connection.
            }

            return _current!;
        }
    }

    // Whoever connects knows the root; what lies between is for the server to send.
    private static SslStreamCertificateContext Load(string cert, string key)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(cert);
        var leaf = X509Certificate2.CreateFromPem(cert, key);
        return SslStreamCertificateContext.Create(leaf, [.. all.Where(c => c.Thumbprint != leaf.Thumbprint)], offline: true);
    }
}
