using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Operator.Testing.Charts;
using Operator.Testing.Clusters;

namespace Operator.Install.Tests.Clusters;

/// <summary>A real kube-apiserver with a node that runs what is deployed, and the tools that people use on it.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly KubeApiServerFixture _server;
    private readonly HttpClient _client;
    private readonly Node _node;

    private Cluster(KubeApiServerFixture server)
    {
        _server = server;
        _client = server.CreateClient();
        _node = new Node(this);
    }

    public string KubeconfigPath => _server.KubeconfigPath;

    public static async Task<Cluster> StartOrSkipAsync()
    {
        var binaries = KubeApiServerBinaries.Find();
        Assert.SkipWhen(binaries is null, KubeApiServerBinaries.SkipReason);
        return new Cluster(await KubeApiServerFixture.StartAsync(binaries!));
    }

    /// <summary>Runs Helm. Where it waited in vain because the node has failed, the result says why.</summary>
    public async Task<CommandResult> HelmAsync(int version, params string[] arguments)
    {
        var result = await Helm.Of(version).RunAsync(arguments, KubeconfigPath);
        return _node.Failure is { } failure ? result with { Error = $"{result.Error}\nThe node has failed: {failure}\n" } : result;
    }

    public Task<CommandResult> KubectlAsync(params string[] arguments) => Command.RunAsync(Tools.Kubectl, [$"--kubeconfig={KubeconfigPath}", .. arguments]);

    /// <summary>Applies a manifest.</summary>
    public async Task<CommandResult> ApplyAsync(string manifest, params string[] arguments) =>
        await Command.RunAsync(Tools.Kubectl, [$"--kubeconfig={KubeconfigPath}", "apply", "-f", "-", .. arguments], input: manifest);

    /// <summary>What lies at a path of the API; null if nothing does.</summary>
    public Task<JsonObject?> FindAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Sends an object to a path of the API, and gives the answer; null if nothing lies there.</summary>
    public async Task<JsonObject?> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            var type = method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json";
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict
            ? null
            : answer.IsSuccessStatusCode ? JsonNode.Parse(text)!.AsObject() : throw new InvalidOperationException($"{method} {path}: {text}");
    }

    /// <summary>Another kubeconfig: that of a service account, and nothing more.</summary>
    /// <param name="folder">Where it is written.</param>
    /// <param name="ns">The account's namespace.</param>
    /// <param name="account">The account.</param>
    /// <returns>Its path; null while there is no such account.</returns>
    public async Task<string?> KubeconfigOfAsync(string folder, string ns, string account)
    {
        var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 3600 } };
        var answer = await SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/serviceaccounts/{account}/token", review);
        if (answer is null)
        {
            return null;
        }

        var path = Path.Combine(folder, "kubeconfig");
        _server.WriteKubeconfig(path, (string)answer["status"]!["token"]!);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _client.Dispose();
        await _server.DisposeAsync();
    }
}
