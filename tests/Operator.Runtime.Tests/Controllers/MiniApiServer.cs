using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Operator.Runtime.Tests.Controllers;

/// <summary>As much of an API server, over real HTTP, as a host needs to come up: one empty list, an open watch, a lease, events.</summary>
internal sealed class MiniApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly BlockingCollection<string> _lines = [];
    private JsonNode? _lease;
    private int _version = 10;
    private int _renewals;

    private MiniApiServer(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Requests { get; } = new();

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Writes of the lease so far.</summary>
    public int Renewals => Volatile.Read(ref _renewals);

    public string? LeaseHolder => _lease?["spec"]?["holderIdentity"]?.GetValue<string>();

    public static async Task<MiniApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new MiniApiServer(builder.Build());
        server._app.Run(server.HandleAsync);
        await server._app.StartAsync();
        return server;
    }

    public void Send(string line) => _lines.Add(line + "\n");

    public async ValueTask DisposeAsync()
    {
        _lines.CompleteAdding();
        await _app.DisposeAsync();
        _lines.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        Requests.Enqueue($"{request.Method} {request.Path}");
        if (request.Path.Value!.EndsWith("/things", StringComparison.Ordinal))
        {
            await (request.Query.ContainsKey("watch") ? WatchAsync(context) : context.Response.WriteAsync("""{"metadata":{"resourceVersion":"10"},"items":[]}"""));
        }
        else if (request.Path.Value.Contains("/leases", StringComparison.Ordinal))
        {
            await LeaseAsync(context);
        }
        else
        {
            context.Response.StatusCode = 201;
            await context.Response.WriteAsync("{}");
        }
    }

    private async Task WatchAsync(HttpContext context)
    {
        await context.Response.StartAsync();
        while (!context.RequestAborted.IsCancellationRequested && !_lines.IsCompleted)
        {
            if (_lines.TryTake(out var line))
            {
                await context.Response.WriteAsync(line);
                await context.Response.Body.FlushAsync();
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
    }

    private async Task LeaseAsync(HttpContext context)
    {
        if (context.Request.Method != "GET")
        {
            _lease = await JsonNode.ParseAsync(context.Request.Body);
            _lease!["metadata"]!["resourceVersion"] = $"{++_version}";
            Interlocked.Increment(ref _renewals);
        }

        context.Response.StatusCode = _lease is null ? 404 : 200;
        await context.Response.WriteAsync(_lease?.ToJsonString() ?? """{"kind":"Status","code":404,"reason":"NotFound"}""");
    }
}
