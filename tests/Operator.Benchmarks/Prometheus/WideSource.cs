using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Operator.Benchmarks.Prometheus;

/// <summary>A server on loopback that answers every query with many series of ordinary size, as a query without aggregation does.</summary>
internal sealed class WideSource : IAsyncDisposable
{
    private const int SamplesPerSeries = 60;

    private readonly WebApplication _app;

    private WideSource(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public static async Task<WideSource> StartAsync(int series, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, series));
        await app.StartAsync(cancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, int series)
    {
        context.Response.ContentType = "application/json";
        if (!context.Request.Path.Value!.Contains("/query", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync("""{"status":"success","data":{"version":"3.0.0","groups":[]}}""", context.RequestAborted);
            return;
        }

        await context.Response.WriteAsync("""{"status":"success","data":{"resultType":"matrix","result":[""", context.RequestAborted);
        for (var i = 0; i < series; i++)
        {
            await context.Response.WriteAsync((i == 0 ? "" : ",") + Series(i), context.RequestAborted);
        }

        await context.Response.WriteAsync("]}}", context.RequestAborted);
    }

    private static string Series(int number)
    {
        const long Start = 1765695600;
        var labels = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"__name__":"http_requests_total","job":"email","instance":"10.0.{{number / 256}}.{{number % 256}}:8080","pod":"email-{{number:D6}}","code":"500"}""");
        var values = Enumerable.Range(0, SamplesPerSeries).Select(i => string.Create(CultureInfo.InvariantCulture, $"[{Start + (15 * i)},\"{1000 + (number * i)}\"]"));
        return $$"""{"metric":{{labels}},"values":[{{string.Join(',', values)}}]}""";
    }
}
