using Operator.Testing.Charts;
using Operator.Testing.Clusters;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>The operator's service account as the chart makes it, with the roles that the chart gives to it and nothing more.</summary>
internal static class ChartAccount
{
    private const string Namespace = "default";

    private static readonly string[] Kinds = ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

    /// <summary>Applies a definition and what the chart renders for the account, and asks for a token.</summary>
    /// <returns>The path of a kubeconfig with that token.</returns>
    public static async Task<string> CreateAsync(KubeApiServerFixture cluster, string crd)
    {
        (await KubectlAsync(cluster, null, "apply", "--server-side", "-f", crd)).OutputOrFail();
        (await KubectlAsync(cluster, null, "wait", "--for=condition=Established", "crd/postmortems.postmortem.dev")).OutputOrFail();
        var rendered = await Helm.Of(4).RenderAsync(ns: Namespace);
        var account = Rendered.Name(rendered.One("ServiceAccount"));
        var manifest = string.Join("\n---\n", rendered.Objects.Where(o => Kinds.Contains((string?)o["kind"], StringComparer.Ordinal)).Select(o => o.ToJsonString()));
        (await KubectlAsync(cluster, manifest, "apply", "-f", "-")).OutputOrFail();
        await Until.TrueAsync(async () => (await CanListAsync(cluster, account)).ExitCode == 0, () => "the API server knows the chart's roles");
        var token = (await KubectlAsync(cluster, null, "create", "token", account, "--namespace", Namespace)).OutputOrFail().Trim();
        var path = Path.Combine(Path.GetDirectoryName(cluster.KubeconfigPath)!, "operator-kubeconfig");
        cluster.WriteKubeconfig(path, token);
        return path;
    }

    private static Task<CommandResult> CanListAsync(KubeApiServerFixture cluster, string account) =>
        KubectlAsync(cluster, null, "auth", "can-i", "list", "postmortems.postmortem.dev", "--all-namespaces", $"--as=system:serviceaccount:{Namespace}:{account}");

    private static Task<CommandResult> KubectlAsync(KubeApiServerFixture cluster, string? input, params string[] arguments) =>
        Command.RunAsync(Tools.Kubectl, [$"--kubeconfig={cluster.KubeconfigPath}", .. arguments], input: input);
}
