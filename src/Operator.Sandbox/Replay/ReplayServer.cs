using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.Replay;

/// <summary>Answers the Prometheus HTTP API on 127.0.0.1 from recordings. What they do not hold is empty, and said once.</summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private const string Page = """
        This is not a Prometheus: it replays what a real one answered about the samples of postmortem-operator.
        To measure incidents of your own, start the sandbox with --prometheus-url.

        """;

    private readonly WebApplication _app;
    private readonly Recordings _recordings;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly ConcurrentDictionary<string, bool> _unknown = new(StringComparer.Ordinal);

    private ReplayServer(Recordings recordings, TimeProvider time, Action<string> say)
    {
        (_recordings, _time, _say) = (recordings, time, say);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Base address, without /api/v1.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Starts one; it answers when the task completes.</summary>
    /// <param name="recordings">What it knows.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Is told of queries that no recording knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ReplayServer> StartAsync(Recordings recordings, TimeProvider time, Action<string> say, CancellationToken cancellationToken)
    {
        var server = new ReplayServer(recordings, time, say);
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        switch (http.Request.Path.Value)
        {
            case "/api/v1/query" or "/api/v1/query_range":
                await AnswerQueryAsync(http);
                break;
            case "/api/v1/status/buildinfo":
                await SendAsync(http, new JsonObject { ["version"] = _recordings.ServerVersion });
                break;
            case "/api/v1/rules":
                await SendAsync(http, new JsonObject { ["groups"] = new JsonArray() });
                break;
            default:
                await http.Response.WriteAsync(Page, http.RequestAborted);
                break;
        }
    }

    private async Task AnswerQueryAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000m;
        var isRange = http.Request.Path.Value!.EndsWith("_range", StringComparison.Ordinal);
        var text = Parameter("query");
        if (text is null || (isRange && (Number("start") is null || Number("end") is null || Number("step") is null)))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new { status = "error", errorType = "bad_data", error = "query, and start, end and step of a range query, must be given as numbers" }, http.RequestAborted);
            return;
        }

        var query = new ReplayQuery(
            isRange ? "query_range" : "query",
            QueryShape.Of(text),
            isRange ? Number("start") : null,
            Number(isRange ? "end" : "time") ?? now,
            isRange ? Number("step") : null);
        await SendAsync(http, _recordings.Find(query, now) ?? Unknown(query, text));

        string? Parameter(string name) => form?[name].FirstOrDefault() ?? http.Request.Query[name].FirstOrDefault();

        decimal? Number(string name) => decimal.TryParse(Parameter(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private JsonObject Unknown(ReplayQuery query, string text)
    {
        if (!VerifiesActionItem(text) && _unknown.TryAdd(query.Shape.Text, true))
        {
            _say($"The replay does not know this query and answers with nothing: {text.ReplaceLineEndings(" ")}");
        }

        var isOverTime = query.Step is not null || text.TrimEnd().EndsWith(']');
        return new JsonObject { ["resultType"] = isOverTime ? "matrix" : "vector", ["result"] = new JsonArray() };
    }

    // What came of the samples' action items was never recorded: nothing is known of them.
    private static bool VerifiesActionItem(string query) =>
        query.Contains("\"figure\", \"samples 0\"", StringComparison.Ordinal) || query.StartsWith("max(count_over_time(up[", StringComparison.Ordinal);

    private static Task SendAsync(HttpContext http, JsonNode data)
    {
        http.Response.ContentType = "application/json";
        return http.Response.Body.WriteAsync(new JsonObject { ["status"] = "success", ["data"] = data }.ToUtf8(), http.RequestAborted).AsTask();
    }
}
