using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Operator.Benchmarks.Cluster;

/// <summary>Stands between operator and API server, and notes what passes and when. Never part of a measurement of throughput.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private RecordingProxy(WebApplication app, HttpClient client) => (_app, _client) = (app, client);

    public Uri Url => new(_app.Urls.Single());

    public ConcurrentQueue<RecordedRequest> Requests { get; } = new();

    /// <summary>Called with method and target as a request arrives, and the moment.</summary>
    public Action<string, string, long>? RequestArrived { get; set; }

    /// <summary>Called with a piece of a watch's stream just before it is passed on, and the moment.</summary>
    public Action<string, long>? WatchEventPassed { get; set; }

    public static async Task<RecordingProxy> StartAsync(Uri server, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new RecordingProxy(app, new HttpClient(new SocketsHttpHandler()) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan });
        app.Run(proxy.ForwardAsync);
        await app.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var target = context.Request.GetEncodedPathAndQuery();
        RequestArrived?.Invoke(context.Request.Method, target, Stopwatch.GetTimestamp());
        using var reader = new StreamReader(context.Request.Body);
        var recorded = new RecordedRequest(context.Request.Method, target, context.Request.ContentType, await reader.ReadToEndAsync(context.RequestAborted), Accept(context.Request));
        Requests.Enqueue(recorded);
        using var request = recorded.For("\0", "\0", "", "");
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await CopyAsync(await answer.Content.ReadAsStreamAsync(context.RequestAborted), context, recorded.IsWatch);
        }
        catch (OperationCanceledException)
        {
            // The operator has hung up.
        }
    }

    private static string? Accept(HttpRequest request) => request.Headers.Accept is { Count: > 0 } accept ? accept.ToString() : null;

    private async Task CopyAsync(Stream from, HttpContext context, bool isWatch)
    {
        await context.Response.StartAsync(context.RequestAborted);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (isWatch)
            {
                WatchEventPassed?.Invoke(Encoding.UTF8.GetString(buffer, 0, read), Stopwatch.GetTimestamp());
            }

            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
