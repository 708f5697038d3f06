using System.Text.Json.Nodes;
using Operator.Testing.Charts;
using Operator.Testing.Clusters;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>The operator's service account as the chart makes it, with the roles that the chart gives to it and nothing more.</summary>
internal sealed class ChartAccount
{
    private const string Namespace = "default";

    private static readonly string[] Kinds = ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

    private readonly KubeApiServerFixture _cluster;
    private readonly string _name;

    private ChartAccount(KubeApiServerFixture cluster, string name) => (_cluster, _name) = (cluster, name);

    /// <summary>A kubeconfig with a token of the account.</summary>
    public string KubeconfigPath => Path.Combine(Path.GetDirectoryName(_cluster.KubeconfigPath)!, "operator-kubeconfig");

    /// <summary>Applies a definition and what the chart renders for the account, and asks for a token.</summary>
    public static async Task<ChartAccount> CreateAsync(KubeApiServerFixture cluster, string crd)
    {
        var rendered = await Helm.Of(4).RenderAsync(ns: Namespace);
        var account = new ChartAccount(cluster, Rendered.Name(rendered.One("ServiceAccount")));
        (await account.KubectlAsync(null, "apply", "--server-side", "-f", crd)).OutputOrFail();

        // kubectl wait gives up on an object whose conditions are null, as they are when a definition was just made.
        await Until.TrueAsync(
            async () => (await account.KubectlAsync(null, "wait", "--for=condition=Established", "crd/postmortems.postmortem.dev")).ExitCode == 0, () => "the definition is established");
        await account.ApplyAsync(rendered.Objects.Where(o => Kinds.Contains((string?)o["kind"], StringComparer.Ordinal)));
        await account.UntilAllowedAsync("postmortems.postmortem.dev list");
        var token = (await account.KubectlAsync(null, "create", "token", account._name, "--namespace", Namespace)).OutputOrFail().Trim();
        cluster.WriteKubeconfig(account.KubeconfigPath, token);
        return account;
    }

    /// <summary>Grants more, as an administrator does.</summary>
    /// <param name="rights">As <see cref="PermissionTests.Rules"/> gives them.</param>
    public async Task GrantAsync(IReadOnlyList<string> rights)
    {
        var name = "granted-" + Guid.NewGuid().ToString("N");
        await ApplyAsync(
        [
            new JsonObject
            {
                ["apiVersion"] = "rbac.authorization.k8s.io/v1",
                ["kind"] = "ClusterRole",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["rules"] = new JsonArray([.. rights.Select(Rule)]),
            },
            new JsonObject
            {
                ["apiVersion"] = "rbac.authorization.k8s.io/v1",
                ["kind"] = "ClusterRoleBinding",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = name },
                ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["namespace"] = Namespace, ["name"] = _name }),
            },
        ]);
        foreach (var right in rights)
        {
            await UntilAllowedAsync(right);
        }
    }

    /// <summary>The authorizer hears of a role a little later than the one who made it.</summary>
    private Task UntilAllowedAsync(string right)
    {
        var (resource, verb) = Split(right);
        return Until.TrueAsync(
            async () => (await KubectlAsync(null, "auth", "can-i", verb, resource, "--all-namespaces", $"--as=system:serviceaccount:{Namespace}:{_name}")).ExitCode == 0,
            () => $"the API server allows {right}");
    }

    private static JsonNode Rule(string right)
    {
        var (resource, verb) = Split(right);
        var (path, subresource) = resource.Split('/') is [var of, var sub] ? (of, "/" + sub) : (resource, "");
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var (name, group) = dot < 0 ? (path, "") : (path[..dot], path[(dot + 1)..]);
        return new JsonObject { ["apiGroups"] = new JsonArray(group), ["resources"] = new JsonArray(name + subresource), ["verbs"] = new JsonArray(verb) };
    }

    private static (string Resource, string Verb) Split(string right) => right.Split(' ') is [var resource, var verb] ? (resource, verb) : throw new ArgumentException(right, nameof(right));

    private async Task ApplyAsync(IEnumerable<JsonObject> objects) =>
        (await KubectlAsync(string.Join("\n---\n", objects.Select(o => o.ToJsonString())), "apply", "-f", "-")).OutputOrFail();

    private Task<CommandResult> KubectlAsync(string? input, params string[] arguments) =>
        Command.RunAsync(Tools.Kubectl, [$"--kubeconfig={_cluster.KubeconfigPath}", .. arguments], input: input);
}
