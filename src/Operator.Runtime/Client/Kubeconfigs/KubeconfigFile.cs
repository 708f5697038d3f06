using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>One kubeconfig as it was written.</summary>
internal sealed record KubeconfigFile(string Path, K8SConfiguration Content)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="KubeConfigException">It cannot be read, or is not a kubeconfig.</exception>
    public static KubeconfigFile Read(string path) =>
        Find(path) ?? throw new KubeConfigException($"{path}: there is no such kubeconfig.");

    /// <summary>Reads a file; null when it does not exist.</summary>
    /// <exception cref="KubeConfigException">It cannot be read, or is not a kubeconfig.</exception>
    public static KubeconfigFile? Find(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new KubeconfigFile(path, KubernetesClientConfiguration.LoadKubeConfig(stream) ?? new());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{path}: this kubeconfig cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException)
        {
            // The parser has exceptions of its own for broken YAML that tell no place.
            var line = e is YamlException yaml ? $", line {yaml.Start.Line}" : "";
            var cause = e.InnerException is { } inner ? $"{e.Message}: {inner.Message}" : e.Message;
            throw new KubeConfigException($"{path}{line}: this is not a kubeconfig: {cause}", e);
        }
    }

    /// <summary>What a path within the file means: relative ones are relative to the file.</summary>
    public string? Resolve(string? path) =>
        string.IsNullOrWhiteSpace(path) ? path : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, path);
}
