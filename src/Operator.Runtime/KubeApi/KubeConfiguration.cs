using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

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
    /// <exception cref="KubeConfigException">The file is no kubeconfig, or lacks what is asked for.</exception>
    public static KubernetesClientConfiguration Load(string? kubeconfig = null, string? context = null) =>
        kubeconfig is not null
            ? KubernetesClientConfiguration.BuildConfigFromConfigObject(Read(kubeconfig), context)
            : context is null && KubernetesClientConfiguration.IsInCluster()
                ? KubernetesClientConfiguration.InClusterConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(currentContext: context);

    // KubernetesClient's own reader prepares for every type of the Kubernetes API first: 150 ms of a start, and 25 MiB for good.
    private static K8SConfiguration Read(string path)
    {
        using var reader = File.OpenText(path);
        try
        {
            var configuration = new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<K8SConfiguration?>(reader);

            // Paths within it are relative to it.
            (configuration ?? throw new KubeConfigException($"{path} is empty; a kubeconfig is expected.")).FileName = Path.GetFullPath(path);
            return configuration;
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"{path}, line {e.Start.Line}: this is no kubeconfig: {e.Message}", e);
        }
    }
}
