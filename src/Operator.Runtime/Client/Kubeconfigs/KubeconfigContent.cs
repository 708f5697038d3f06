using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Operator.Runtime.Client.Kubeconfigs;

/// <summary>
/// The fields of a kubeconfig that are used. By hand: KubernetesClient's own reader prepares for every type of the Kubernetes API
/// first, 150 ms of a start and 25 MiB for good, and a reader by reflection finds no types in a program that is compiled ahead.
/// </summary>
internal static class KubeconfigContent
{
    /// <summary>Reads a file's text. Fields that are not known are passed over.</summary>
    /// <exception cref="YamlException">It is not YAML, or a field is of another kind.</exception>
    public static K8SConfiguration Read(TextReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        if (stream.Documents is not [{ RootNode: var root }, ..] || IsNull(root))
        {
            return new();
        }

        var map = Map(root, "it");
        return new()
        {
            CurrentContext = Text(map, "current-context"),
            Contexts = List(map, "contexts", Context),
            Clusters = List(map, "clusters", Cluster),
            Users = List(map, "users", User),
        };
    }

    private static Context Context(YamlMappingNode map) => new()
    {
        Name = Text(map, "name"),
        ContextDetails = Object(map, "context", details => new ContextDetails
        {
            Cluster = Text(details, "cluster"),
            User = Text(details, "user"),
            Namespace = Text(details, "namespace"),
        }),
    };

    private static Cluster Cluster(YamlMappingNode map) => new()
    {
        Name = Text(map, "name"),
        ClusterEndpoint = Object(map, "cluster", endpoint => new ClusterEndpoint
        {
            Server = Text(endpoint, "server"),
            TlsServerName = Text(endpoint, "tls-server-name"),
            CertificateAuthority = Text(endpoint, "certificate-authority"),
            CertificateAuthorityData = Text(endpoint, "certificate-authority-data"),
            SkipTlsVerify = Flag(endpoint, "insecure-skip-tls-verify"),
        }),
    };

    private static User User(YamlMappingNode map) => new()
    {
        Name = Text(map, "name"),
        UserCredentials = Object(map, "user", credentials => new UserCredentials
        {
            Token = Text(credentials, "token"),
            UserName = Text(credentials, "username"),
            Password = Text(credentials, "password"),
            ClientCertificate = Text(credentials, "client-certificate"),
            ClientCertificateData = Text(credentials, "client-certificate-data"),
            ClientKey = Text(credentials, "client-key"),
            ClientKeyData = Text(credentials, "client-key-data"),
            Impersonate = Text(credentials, "as"),
            ExternalExecution = Object(credentials, "exec", Plugin),
            AuthProvider = Object(credentials, "auth-provider", provider => new AuthProvider
            {
                Name = Text(provider, "name"),
                Config = Object(provider, "config", Texts),
            }),
        }),
    };

    private static ExternalExecution Plugin(YamlMappingNode map) => new()
    {
        ApiVersion = Text(map, "apiVersion"),
        Command = Text(map, "command"),
        Arguments = Find(map, "args") is { } list ? [.. Items(list, "args").Select(item => Text(item, "args"))] : null,
        EnvironmentVariables = List(map, "env", Texts),
        InstallHint = Text(map, "installHint"),
        ProvideClusterInfo = Flag(map, "provideClusterInfo"),
    };

    private static Dictionary<string, string?> Texts(YamlMappingNode map)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            texts[Text(key, "a key") ?? ""] = Text(value, "a value");
        }

        return texts;
    }

    private static T? Object<T>(YamlMappingNode map, string field, Func<YamlMappingNode, T> read)
        where T : class =>
        Find(map, field) is { } node ? read(Map(node, field)) : null;

    private static List<T>? List<T>(YamlMappingNode map, string field, Func<YamlMappingNode, T> read)
        where T : class =>
        Find(map, field) is { } node ? [.. Items(node, field).Where(item => !IsNull(item)).Select(item => read(Map(item, field)))] : null;

    private static IEnumerable<YamlNode> Items(YamlNode node, string field) =>
        node as YamlSequenceNode ?? throw new YamlException(node.Start, node.End, $"'{field}' must be a list.");

    private static YamlMappingNode Map(YamlNode node, string field) =>
        node as YamlMappingNode ?? throw new YamlException(node.Start, node.End, $"'{field}' must be an object.");

    private static bool Flag(YamlMappingNode map, string field) => Text(map, field) switch
    {
        null => false,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => throw new YamlException(map.Start, map.End, $"'{field}' must be true or false."),
    };

    private static string? Text(YamlMappingNode map, string field) => Find(map, field) is { } node ? Text(node, field) : null;

    private static string? Text(YamlNode node, string field) =>
        IsNull(node) ? null : (node as YamlScalarNode ?? throw new YamlException(node.Start, node.End, $"'{field}' must be a text.")).Value;

    private static YamlNode? Find(YamlMappingNode map, string field) =>
        map.Children.TryGetValue(field, out var node) && !IsNull(node) ? node : null;

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
