using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>Looks at a kubeconfig's cluster before KubernetesClient does, whose refusals name no file.</summary>
internal static class KubeconfigCluster
{
    /// <summary>Resolves the paths of a cluster.</summary>
    /// <exception cref="KubeConfigException">It names no server, or its certificate authority cannot be read.</exception>
    public static void Prepare(KubeconfigFile file, Cluster cluster)
    {
        var where = $"{file.Path}: clusters[name={cluster.Name}].cluster";
        if (cluster.ClusterEndpoint is not { Server: { Length: > 0 } server } endpoint)
        {
            throw new KubeConfigException($"{where} names no server; add 'server', such as https://host:6443.");
        }

        if (!Uri.TryCreate(server, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            throw new KubeConfigException($"{where}.server: '{server}' is not a URL of a server; write one such as https://host:6443.");
        }

        endpoint.CertificateAuthority = file.Resolve(endpoint.CertificateAuthority);
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            CheckAuthority(where, endpoint);
        }
    }

    private static void CheckAuthority(string where, ClusterEndpoint endpoint)
    {
        var isInline = !string.IsNullOrEmpty(endpoint.CertificateAuthorityData);
        try
        {
            var authorities = new X509Certificate2Collection();
            if (isInline)
            {
                authorities.ImportFromPem(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(endpoint.CertificateAuthorityData)));
            }
            else if (!string.IsNullOrEmpty(endpoint.CertificateAuthority))
            {
                authorities.ImportFromPemFile(endpoint.CertificateAuthority);
            }
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            var field = isInline ? "certificate-authority-data" : "certificate-authority";
            throw new KubeConfigException($"{where}.{field} is not a certificate: {e.Message} Give it PEM{(isInline ? " in base64" : "")}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{where}.certificate-authority cannot be read: {e.Message} Correct the path.", e);
        }
    }
}
