using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;

namespace Operator.Runtime.Client;

/// <summary>Reads the client certificate that a kubeconfig names, inline or as files.</summary>
internal static class ClientCertificate
{
    public static X509Certificate2? Load(KubernetesClientConfiguration configuration)
    {
        var certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        return (certificate, key) switch
        {
            (null, null) => null,
            (null, _) => throw new ArgumentException("The kubeconfig's user has a client key without a certificate; add 'client-certificate'."),
            (_, null) => throw new ArgumentException("The kubeconfig's user has a client certificate without a key; add 'client-key'."),
            _ => X509Certificate2.CreateFromPem(certificate, key),
        };
    }

    private static string? Pem(string? data, string? file)
    {
        if (!string.IsNullOrWhiteSpace(data))
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }

        return string.IsNullOrWhiteSpace(file) ? null : File.ReadAllText(file);
    }
}
