using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Tests.Diagnostics;

/// <summary>What a probe is answered.</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("", "", HttpStatusCode.OK, "ok\n")]
    [InlineData("", "things in b is not watched: 403", HttpStatusCode.OK, "ok\nthings in b is not watched: 403\n")]
    [InlineData("list things in a: 403", "things in b is not watched: 403", HttpStatusCode.ServiceUnavailable, "list things in a: 403\n")]
    public async Task A_remark_is_told_and_does_not_make_the_process_unready(string problem, string remark, HttpStatusCode code, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration("lists", _ => new RuntimeHealthCheck(() => Lines(problem), () => Lines(remark)), failureStatus: null, [HealthEndpoints.Ready]));
        await using var app = builder.Build();
        app.MapHealth();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        using var client = new HttpClient(new SocketsHttpHandler());
        using var answer = await client.GetAsync(new Uri($"{address}/readyz"));

        Assert.Equal(code, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : [text];
}
