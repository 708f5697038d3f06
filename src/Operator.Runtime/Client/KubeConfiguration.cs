using k8s;
using k8s.Exceptions;
using Operator.Runtime.Client.Kubeconfigs;

namespace Operator.Runtime.Client;

/// <summary>Finds the API server and the credentials.</summary>
public static class KubeConfiguration
{
    /// <summary>
    /// The given kubeconfig; else the pod's service account; else the files of <c>KUBECONFIG</c>, merged as kubectl does;
    /// else <c>~/.kube/config</c>. Credential plugins, tokens and client certificates of a kubeconfig are honoured.
    /// </summary>
    /// <param name="kubeconfig">Path of a kubeconfig file, or null.</param>
    /// <param name="context">A context of the kubeconfig, or null for its current one.</param>
    /// <exception cref="KubeConfigException">A file is not a kubeconfig, none is found, or what is asked for is missing.</exception>
    public static KubernetesClientConfiguration Load(string? kubeconfig = null, string? context = null)
    {
        if (kubeconfig is null && context is null && KubernetesClientConfiguration.IsInCluster())
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        var merged = kubeconfig is null
            ? MergedKubeconfig.Find(Environment.GetEnvironmentVariable)
            : new MergedKubeconfig(KubeconfigFile.Read(kubeconfig));
        return merged.Select(context);
    }
}
