using System.Text.Json.Nodes;
using Operator.Testing.Clusters;

namespace Operator.Sandbox.Tests.Conformance;

/// <summary>One server with the widgets' CRD, shared by the tests of a class; each test takes a namespace of its own.</summary>
public abstract class ConformanceFixture : IAsyncLifetime
{
    private int _namespaces;

    /// <summary>Null where the server's programs are missing.</summary>
    public ITestCluster? Cluster { get; private set; }

    public ApiClient Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await StartAsync();
        if (Cluster is null)
        {
            return;
        }

        Api = new ApiClient(Cluster.CreateClient());
        await Api.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Widgets.Crd);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if ((await Api.GetAsync("/apis/testing.postmortem.dev/v1/widgets")).Code == 200)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new InvalidOperationException("the CustomResourceDefinition was not served within 30 s");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Api?.Dispose();
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    /// <summary>A new namespace, and the path of its widgets.</summary>
    public async Task<(string Name, string Widgets)> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
        Assert.Equal(201, (await Api.PostAsync("/api/v1/namespaces", body.ToJsonString())).Code);
        return (name, $"/apis/testing.postmortem.dev/v1/namespaces/{name}/widgets");
    }

    protected abstract Task<ITestCluster?> StartAsync();
}

public sealed class SandboxFixture : ConformanceFixture
{
    protected override async Task<ITestCluster?> StartAsync() => await SandboxCluster.StartAsync();
}

public sealed class KubeApiServerConformanceFixture : ConformanceFixture
{
    protected override async Task<ITestCluster?> StartAsync() =>
        KubeApiServerBinaries.Find() is { } binaries ? await KubeApiServerFixture.StartAsync(binaries) : null;
}
