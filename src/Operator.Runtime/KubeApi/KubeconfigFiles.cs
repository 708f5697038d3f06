using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Operator.Runtime.KubeApi;

/// <summary>
/// Reads kubeconfig files. KubernetesClient's own reader prepares for every type of the Kubernetes API first: 150 ms of a start,
/// and 25 MiB for good.
/// </summary>
internal static class KubeconfigFiles
{
    private const string Variable = "KUBECONFIG";

    /// <summary>The files of this process's environment.</summary>
    public static IReadOnlyList<string> Find() =>
        Find(Environment.GetEnvironmentVariable(Variable), KubernetesClientConfiguration.KubeConfigDefaultLocation);

    /// <summary>The files that a value of <c>KUBECONFIG</c> lists, or the default one when it lists none.</summary>
    public static IReadOnlyList<string> Find(string? variable, string defaultFile) =>
        (variable ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } listed ? listed : [defaultFile];

    /// <summary>
    /// What the files say together: the first to set a value, or to have a cluster, user or context of a name, wins.
    /// Files that are not there, or are empty, say nothing.
    /// </summary>
    /// <exception cref="KubeConfigException">None says anything, or one is no kubeconfig.</exception>
    public static K8SConfiguration Read(IReadOnlyList<string> files)
    {
        K8SConfiguration[] configurations = [.. files.Select(ReadFile).OfType<K8SConfiguration>()];
        if (configurations.Length == 0)
        {
            throw new KubeConfigException(
                $"{string.Join(" and ", files)}: missing or empty; name a kubeconfig with --kubeconfig or {Variable}");
        }

        return new K8SConfiguration
        {
            CurrentContext = configurations.Select(c => c.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
            Clusters = Merge(configurations, c => c.Clusters, cluster => cluster.Name),
            Users = Merge(configurations, c => c.Users, user => user.Name),
            Contexts = Merge(configurations, c => c.Contexts, context => context.Name),
        };
    }

    private static K8SConfiguration? ReadFile(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var configuration = new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<K8SConfiguration?>(reader);
            if (configuration is not null)
            {
                ResolvePaths(configuration, Path.GetDirectoryName(Path.GetFullPath(path))!);
            }

            return configuration;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{path} cannot be read: {e.Message}", e);
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"{path}, line {e.Start.Line}: this is no kubeconfig: {e.Message}", e);
        }
    }

    /// <summary>Paths in a kubeconfig are relative to it, which nobody can tell any more once it is merged with others.</summary>
    private static void ResolvePaths(K8SConfiguration configuration, string directory)
    {
        foreach (var cluster in (configuration.Clusters ?? []).Select(c => c.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            cluster.CertificateAuthority = Resolve(cluster.CertificateAuthority, directory);
        }

        foreach (var user in (configuration.Users ?? []).Select(u => u.UserCredentials).OfType<UserCredentials>())
        {
            user.ClientCertificate = Resolve(user.ClientCertificate, directory);
            user.ClientKey = Resolve(user.ClientKey, directory);

            // A bare name is looked for in PATH.
            if (user.ExternalExecution is { Command: { } command } plugin && command.Contains(Path.DirectorySeparatorChar))
            {
                plugin.Command = Resolve(command, directory);
            }
        }
    }

    private static string? Resolve(string? path, string directory) =>
        string.IsNullOrWhiteSpace(path) ? path : Path.GetFullPath(path, directory);

    private static List<T> Merge<T>(
        IEnumerable<K8SConfiguration> configurations, Func<K8SConfiguration, IEnumerable<T>?> select, Func<T, string?> name) =>
        [.. configurations.SelectMany(c => select(c) ?? []).Where(item => name(item) is not null).DistinctBy(name, StringComparer.Ordinal)];
}
