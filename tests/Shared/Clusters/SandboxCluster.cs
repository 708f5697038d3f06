using Operator.Sandbox.ApiServer;

namespace Operator.Testing.Clusters;

public sealed class SandboxCluster(SandboxApiServer server) : ITestCluster
{
    public SandboxApiServer Server { get; } = server;

    public string KubeconfigPath => Server.KubeconfigPath;

    public static async Task<SandboxCluster> StartAsync(SandboxApiServerOptions? options = null) => new(await SandboxApiServer.StartAsync(options));

    public HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Server.Url };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("conformance/1.0");
        return client;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
