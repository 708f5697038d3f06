namespace Operator.Runtime.Tests.Client.Kubeconfigs;

internal static class KubeconfigText
{
    /// <summary>A kubeconfig whose only context, cluster and user have one name, which the server's address has too.</summary>
    public static string Whole(string name) => $$$"""
        apiVersion: v1
        kind: Config
        clusters: [{name: {{{name}}}, cluster: {server: "https://{{{name}}}:6443"}}]
        users: [{name: {{{name}}}, user: {token: t}}]
        contexts: [{name: {{{name}}}, context: {cluster: {{{name}}}, user: {{{name}}}}}]
        current-context: {{{name}}}
        """;
}
