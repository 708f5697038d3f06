using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Operator.Hosting;

namespace Operator.Tests.Hosting;

public sealed class ListenerTests
{
    [Theory]
    [InlineData(":8081", null, 8081)]
    [InlineData(":0", null, 0)]
    [InlineData("127.0.0.1:80", "127.0.0.1", 80)]
    [InlineData("0.0.0.0:8081", "0.0.0.0", 8081)]
    [InlineData("[::]:8081", "::", 8081)]
    [InlineData("[::1]:65535", "::1", 65535)]
    public void An_address_is_read(string text, string? address, int port) =>
        Assert.Equal(new ListenAddress(address is null ? null : IPAddress.Parse(address), port), ListenAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("8081")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("localhost:8081")]
    [InlineData(":65536")]
    [InlineData(":-1")]
    public void What_is_no_address_is_refused_with_one_that_is(string text)
    {
        Assert.Null(ListenAddress.Parse(text));
        Assert.Contains("127.0.0.1:8081", Assert.Single(new RunOptions { HealthAddress = text }.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_listener_serves_its_own_endpoints_alone()
    {
        await using var app = await StartAsync(
            new Listener("one", ListenAddress.Parse("127.0.0.1:0")!, Answering("/one", "first")),
            new Listener("two", ListenAddress.Parse("127.0.0.1:0")!, Answering("/two", "second")));
        Uri[] addresses = [.. app.Urls.Select(url => new Uri(url))];

        Assert.Equal((HttpStatusCode.OK, "first"), await GetAsync(new Uri(addresses[0], "/one")));
        Assert.Equal((HttpStatusCode.OK, "second"), await GetAsync(new Uri(addresses[1], "/two")));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(new Uri(addresses[0], "/two"))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(new Uri(addresses[1], "/one"))).Code);
    }

    [Fact]
    public async Task An_address_without_an_IP_is_every_address_of_IPv4_and_IPv6()
    {
        await using var app = await StartAsync(new Listener("any", ListenAddress.Parse(":0")!, Answering("/", "here")));
        var port = new Uri(app.Urls.Single()).Port;

        Assert.Equal("here", (await GetAsync(new Uri($"http://127.0.0.1:{port}/"))).Body);
        if (Socket.OSSupportsIPv6)
        {
            Assert.Equal("here", (await GetAsync(new Uri($"http://[::1]:{port}/"))).Body);
        }
    }

    private static Action<IEndpointRouteBuilder> Answering(string path, string answer) =>
        endpoints => endpoints.Map(path, (RequestDelegate)(context => context.Response.WriteAsync(answer)));

    private static async Task<WebApplication> StartAsync(params Listener[] listeners)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listener.Open(kestrel, listeners));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        Listener.Serve(app, listeners);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<(HttpStatusCode Code, string Body)> GetAsync(Uri url)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await client.GetAsync(url, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
