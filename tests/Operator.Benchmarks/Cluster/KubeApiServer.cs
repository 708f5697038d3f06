using System.Net.Http.Headers;
using Operator.Testing.Clusters;

namespace Operator.Benchmarks.Cluster;

/// <summary>A real API server that knows PostMortems, for those figures that the sandbox's speed would flatter or shame.</summary>
internal static class KubeApiServer
{
    public static async Task<ITestCluster> StartAsync(KubeApiServerBinaries binaries, CancellationToken cancellationToken)
    {
        var cluster = await KubeApiServerFixture.StartAsync(binaries);
        try
        {
            using var client = cluster.CreateClient();
            await InstallAsync(client, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private static async Task InstallAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var crd = new StringContent(await File.ReadAllTextAsync(Repository.Path("config/crd/postmortems.yaml"), cancellationToken));
        crd.Headers.ContentType = new MediaTypeHeaderValue("application/yaml");
        using var created = await client.PostAsync("apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd, cancellationToken);
        created.EnsureSuccessStatusCode();
        await Until.TrueAsync(
            async () =>
            {
                using var list = await client.GetAsync(Workload.Collection, cancellationToken);
                return list.IsSuccessStatusCode;
            },
            "the API server serves PostMortems",
            cancellationToken);
    }
}
