using System.Text.Json.Serialization.Metadata;
using Operator.Reconciling;
using Operator.Runtime.Client;
using Operator.Sandbox.ApiServer;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>The client of a test, which writes as somebody else than the operator, and without its limits.</summary>
internal static class TestClient
{
    public static (KubeApiConnection Connection, KubeApiClient Client) Create(string kubeconfig)
    {
        var json = KubeClientJson.CreateOptions();
        json.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        var options = new KubeApiClientOptions { UserAgent = "test", Qps = -1, JsonOptions = json };
        var connection = KubeApiConnection.Create(KubeConfiguration.Load(kubeconfig), options);
        return (connection, connection.CreateClient(options));
    }

    /// <summary>KubernetesClient wants a user with credentials; kubectl sends none over plain HTTP.</summary>
    /// <returns>The path of a kubeconfig.</returns>
    public static string WithToken(SandboxApiServer server)
    {
        var path = Path.Combine(Path.GetDirectoryName(server.KubeconfigPath)!, "with-token");
        Kubeconfig.Write(path, server.Url.ToString().TrimEnd('/'), "unused");
        return path;
    }
}
