using k8s;

namespace Operator.Runtime.KubeApi;

/// <summary>Finds the API server and the credentials.</summary>
public static class KubeConfiguration
{
    /// <summary>
    /// The given kubeconfig; else the pod's service account; else <c>KUBECONFIG</c>; else <c>~/.kube/config</c>.
    /// Credential plugins, tokens and client certificates of a kubeconfig are honoured.
    /// </summary>
    /// <param name="kubeconfig">Path of a kubeconfig file, or null.</param>
    /// <param name="context">A context of that file, or null for its current one.</param>
    public static KubernetesClientConfiguration Load(string? kubeconfig = null, string? context = null) =>
        kubeconfig is null && context is null && KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig, context);
}
