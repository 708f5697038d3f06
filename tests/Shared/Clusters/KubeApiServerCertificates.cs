using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Operator.Testing.Clusters;

/// <summary>A certificate authority, a serving certificate for 127.0.0.1 and a key for service account tokens, as files.</summary>
internal sealed class KubeApiServerCertificates
{
    private KubeApiServerCertificates(string directory, X509Certificate2 authority)
    {
        CaFile = Path.Combine(directory, "ca.crt");
        CertificateFile = Path.Combine(directory, "apiserver.crt");
        KeyFile = Path.Combine(directory, "apiserver.key");
        ServiceAccountKeyFile = Path.Combine(directory, "sa.key");
        Authority = authority;
    }

    public X509Certificate2 Authority { get; }

    public string CaFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public string ServiceAccountKeyFile { get; }

    public static KubeApiServerCertificates Create(string directory)
    {
        var from = TimeProvider.System.GetUtcNow().AddHours(-1);
        using var authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest("CN=test-ca", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        var authority = authorityRequest.CreateSelfSigned(from, from.AddDays(2));

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.Create(authority, from, from.AddDays(1), RandomNumberGenerator.GetBytes(8));

        using var serviceAccountKey = RSA.Create(2048);
        var files = new KubeApiServerCertificates(directory, authority);
        File.WriteAllText(files.CaFile, authority.ExportCertificatePem());
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key.ExportRSAPrivateKeyPem());
        File.WriteAllText(files.ServiceAccountKeyFile, serviceAccountKey.ExportRSAPrivateKeyPem());
        return files;
    }
}
