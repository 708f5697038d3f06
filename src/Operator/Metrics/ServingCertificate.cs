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

    /// <summary>Why two files are no certificate and its key: the field of the one that is wrong, and what would be right; null when they are.</summary>
    public static string? Problem(string certFile, string keyFile)
    {
        if (Read(certFile, out var cert) is { } unreadable)
        {
            return $"certFile: {certFile} {unreadable}";
        }

        if (Read(keyFile, out var key) is { } noKey)
        {
            return $"keyFile: {keyFile} {noKey}";
        }

        if (!HasCertificate(cert))
        {
            return $"certFile: {certFile} holds no certificate in PEM; it must begin with the server's own, then those of its chain";
        }

        try
        {
            using var leaf = X509Certificate2.CreateFromPem(cert, key);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return $"keyFile: {keyFile} holds no key in PEM, without a password, that belongs to the first certificate in {certFile}";
        }
    }

    private static string? Read(string file, out string content)
    {
        content = "";
        try
        {
            content = File.ReadAllText(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "cannot be read; check its permissions";
        }
    }

    private static bool HasCertificate(string pem)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);
            return all.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

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
        var leaf = all.Count > 0 ? X509Certificate2.CreateFromPem(cert, key) : throw new CryptographicException("the file holds no certificate in PEM");
        return SslStreamCertificateContext.Create(leaf, [.. all.Where(c => c.Thumbprint != leaf.Thumbprint)], offline: true);
    }
}
