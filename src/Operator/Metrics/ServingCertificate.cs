using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operator.Metrics;

/// <summary>A certificate of mounted files, which may be replaced at any time. A pair that does not fit, as in the middle of a rotation, changes nothing yet.</summary>
internal sealed class ServingCertificate(string certFile, string keyFile)
{
    private readonly Lock _lock = new();
    private X509Certificate2? _current;
    private string? _content;

    /// <summary>The certificate as the files have it now.</summary>
    /// <exception cref="CryptographicException">The files have never held a certificate and its key.</exception>
    /// <exception cref="IOException">The files have never been readable.</exception>
    public X509Certificate2 Current()
    {
        lock (_lock)
        {
            try
            {
                var (cert, key) = (File.ReadAllText(certFile), File.ReadAllText(keyFile));
                var content = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cert + key)));
                if (content != _content)
                {
                    // Connections under way keep the one before, which goes with them.
                    (_current, _content) = (X509Certificate2.CreateFromPem(cert, key), content);
                }
            }
            catch (Exception e) when (_current is not null && e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                // Tried again with the next connection.
            }

            return _current!;
        }
    }
}
