using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>
/// Several kubeconfigs as kubectl merges them: the first file that has a name has all of it, and the first that has a
/// current context sets it. One file is a merge of one.
/// </summary>
internal sealed class MergedKubeconfig(params IReadOnlyList<KubeconfigFile> files)
{
    private const string Variable = "KUBECONFIG";

    private string Names => string.Join(Path.PathSeparator, files.Select(file => file.Path));

    /// <summary>The files of <c>KUBECONFIG</c>, else <c>~/.kube/config</c>; those that do not exist are left out.</summary>
    /// <exception cref="KubeConfigException">None exists, or one is not a kubeconfig.</exception>
    public static MergedKubeconfig Find(Func<string, string?> environment)
    {
        string[] paths = environment(Variable) is { Length: > 0 } list
            ? list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];
        KubeconfigFile[] files = [.. paths.Distinct(StringComparer.Ordinal).Select(KubeconfigFile.Find).OfType<KubeconfigFile>()];
        return files.Length > 0
            ? new MergedKubeconfig(files)
            : throw new KubeConfigException(environment(Variable) is { Length: > 0 } value
                ? $"{Variable} names no file that exists: {value}. Correct it, or unset it to use ~/.kube/config."
                : $"{paths[0]}: there is no such kubeconfig, and {Variable} names no other. Give one of the two.");
    }

    /// <summary>Address and credentials of a context.</summary>
    /// <param name="context">Its name, or null for the current one.</param>
    /// <exception cref="KubeConfigException">Something that the context needs is missing, or is not understood.</exception>
    public KubernetesClientConfiguration Select(string? context)
    {
        context ??= files.Select(file => file.Content.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name))
            ?? throw new KubeConfigException($"{Names}: there is no current-context; set one with 'kubectl config use-context NAME'.");
        var (file, chosen) = Named(c => c.Contexts, c => c.Name, context)
            ?? throw new KubeConfigException($"{Names}: there is no context '{context}'; choose another with 'kubectl config use-context NAME'.");
        var where = $"{file.Path}: contexts[name={context}].context";
        if (chosen.ContextDetails is not { Cluster: { Length: > 0 } cluster } details)
        {
            throw new KubeConfigException($"{where} names no cluster; add 'cluster'.");
        }

        var (clusterFile, endpoint) = Named(c => c.Clusters, c => c.Name, cluster)
            ?? throw new KubeConfigException($"{where}.cluster: there is no cluster '{cluster}' in {Names}; add it to 'clusters', or name another.");
        KubeconfigCluster.Prepare(clusterFile, endpoint);
        var configuration = new K8SConfiguration { CurrentContext = context, Contexts = [chosen], Clusters = [endpoint] };
        if (!string.IsNullOrWhiteSpace(details.User))
        {
            var (userFile, user) = Named(c => c.Users, c => c.Name, details.User)
                ?? throw new KubeConfigException($"{where}.user: there is no user '{details.User}' in {Names}; add it to 'users', or name another.");
            KubeconfigUser.Prepare(userFile, user);
            configuration.Users = [user];
            return KubeconfigUser.Build(configuration, userFile, user, endpoint.ClusterEndpoint);
        }

        return KubernetesClientConfiguration.BuildConfigFromConfigObject(configuration);
    }

    // A list may be missing, be null as 'kubectl config' leaves it, or hold an empty entry.
    private (KubeconfigFile File, T Entry)? Named<T>(Func<K8SConfiguration, IEnumerable<T?>?> list, Func<T, string?> name, string wanted)
        where T : class
    {
        foreach (var file in files)
        {
            if (list(file.Content)?.FirstOrDefault(entry => entry is not null && name(entry) == wanted) is { } found)
            {
                return (file, found);
            }
        }

        return null;
    }
}
