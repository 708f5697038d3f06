using k8s;
using k8s.Exceptions;

namespace Operator.Runtime.KubeApi;

/// <summary>Finds the API server and the credentials.</summary>
public static class KubeConfiguration
{
    /// <summary>
    /// The given kubeconfig; else the pod's service account; else the files of <c>KUBECONFIG</c>, merged as <c>kubectl</c> does;
    /// else <c>~/.kube/config</c>. Credential plugins, tokens and client certificates of a kubeconfig are honoured.
    /// </summary>
    /// <param name="kubeconfig">Path of a kubeconfig file, or null.</param>
    /// <param name="context">A context of the kubeconfig, or null for its current one.</param>
    /// <exception cref="KubeConfigException">No file is there, one is no kubeconfig, or they lack what is asked for.</exception>
    public static KubernetesClientConfiguration Load(string? kubeconfig = null, string? context = null)
    {
        if (kubeconfig is null && context is null && KubernetesClientConfiguration.IsInCluster())
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        return FromFiles(kubeconfig is not null ? [kubeconfig] : KubeconfigFiles.Find(), context);
    }

    internal static KubernetesClientConfiguration FromFiles(IReadOnlyList<string> files, string? context)
    {
        var configuration = KubeconfigFiles.Read(files);
        try
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(configuration, context);
        }
        catch (Exception e) when (e.GetType() == typeof(Exception))
        {
            // How KubernetesClient refuses an auth provider that Kubernetes has retired.
            throw new KubeConfigException(e.Message, e);
        }
    }
}
