using System.Net;
using Operator.EndToEnd.Tests.Support;
using Operator.Metrics;

namespace Operator.EndToEnd.Tests.OnKubeApiServer;

/// <summary>Who may scrape, as a real kube-apiserver decides it by its roles, where its binaries are.</summary>
public sealed class MetricsTokenTests : IOnKubeApiServer
{
    [Fact]
    public async Task An_account_scrapes_with_its_token_once_a_role_lets_it_get_metrics()
    {
        await using var world = await World.CreateAsync(withOperator: false);
        await world.GrantAsync([.. PermissionTests.Rules("metrics_auth_role.yaml")]);
        await Kubectl.RunAsync(world, "create", "clusterrole", "scraper", "--verb=get", "--non-resource-url=/metrics");
        await Kubectl.RunAsync(world, "create", "clusterrolebinding", "scraper", "--clusterrole=scraper", "--serviceaccount=default:scraper");
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0", RequireToken = true };
        await world.StartOperatorAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("made-up"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(await TokenAsync("other")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await TokenAsync("scraper")));

        async Task<string> TokenAsync(string account)
        {
            await Kubectl.RunAsync(world, "create", "serviceaccount", account);
            return (await Kubectl.RunAsync(world, "create", "token", account)).Trim();
        }

        async Task<HttpStatusCode> StatusAsync(string? token)
        {
            using var response = await Scrape.AskAsync(world.MetricsUrl, token);
            return response.StatusCode;
        }
    }
}
