using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>The Prometheus HTTP API over one alert whose history the test writes, with the test's clock in its Date header.</summary>
public sealed class FakePrometheus : IAsyncDisposable
{
    public const string AlertName = "EmailServiceDown";

    /// <summary>A query that holds this cannot be parsed.</summary>
    public const string Nonsense = "no_such_function";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private int _queries;

    private FakePrometheus(TimeProvider time)
    {
        _time = time;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url { get; private set; } = "";

    /// <summary>When the alert began to fire; null for never.</summary>
    public DateTimeOffset? FiringAt { get; set; }

    /// <summary>When it was last seen firing; null while it fires.</summary>
    public DateTimeOffset? LastFiringAt { get; set; }

    /// <summary>When it began to fire once more, until now; null for never.</summary>
    public DateTimeOffset? FiresAgainAt { get; set; }

    /// <summary>Seconds between two evaluations of the alert's rule.</summary>
    public double IntervalSeconds { get; set; } = 15;

    /// <summary>A status code to answer everything with, instead of data.</summary>
    public int? Fault { get; set; }

    /// <summary>Whether it records nothing any more, so that nothing is newer than the alert's last sample.</summary>
    public bool StandsStill { get; set; }

    /// <summary>How many series the alert has.</summary>
    public int Series { get; set; } = 1;

    /// <summary>How many labels each series has beside its own, and how long their values are.</summary>
    public (int Count, int Length) Labels { get; set; }

    /// <summary>What happens before each answer.</summary>
    public Action Answering { get; set; } = () => { };

    /// <summary>Requests so far.</summary>
    public int Queries => Volatile.Read(ref _queries);

    public static async Task<FakePrometheus> StartAsync(TimeProvider time)
    {
        var server = new FakePrometheus(time);
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _queries);
        Answering();
        http.Response.Headers.Date = _time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (Fault is { } code)
        {
            http.Response.StatusCode = code;
            return;
        }

        if (!http.Request.HasFormContentType)
        {
            http.Response.StatusCode = 404;
            return;
        }

        var form = await http.Request.ReadFormAsync();
        var query = form["query"].ToString();
        if (query.Contains(Nonsense, StringComparison.Ordinal))
        {
            http.Response.StatusCode = 400;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"status":"error","errorType":"bad_data","error":"unknown function with name \"no_such_function\""}""");
            return;
        }

        var at = double.Parse(form[form.ContainsKey("time") ? "time" : "end"].ToString(), CultureInfo.InvariantCulture);
        // Whatever else it lacks: it goes on scraping, unless the test says that it stands still.
        var result = query.Contains("last_over_time(up[", StringComparison.Ordinal) ? StandsStill ? [] : SignOfLife(at)
            : query.Contains($"\"{AlertName}\"", StringComparison.Ordinal) ? Alert(query.Contains("ALERTS_FOR_STATE", StringComparison.Ordinal), at) : [];
        var answer = new JsonObject
        {
            ["status"] = "success",
            ["data"] = new JsonObject { ["resultType"] = "matrix", ["result"] = result },
        };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private static JsonArray SignOfLife(double at) =>
        [new JsonObject { ["metric"] = new JsonObject { ["figure"] = "soon 0" }, ["values"] = new JsonArray(new JsonArray(at, "1")) }];

    private JsonArray Alert(bool forState, double until)
    {
        if (FiringAt is not { } firing || Unix(firing) > until)
        {
            return [];
        }

        var values = new JsonArray();
        var last = Math.Min(until, LastFiringAt is { } end ? Unix(end) : until);
        AddSamples(Unix(firing), last);
        if (FiresAgainAt is { } again)
        {
            AddSamples(Unix(again), until);
        }

        return [.. Enumerable.Range(0, Series).Select(i => new JsonObject { ["metric"] = Metric(forState, i), ["values"] = values.DeepClone() })];

        void AddSamples(double from, double to)
        {
            for (var at = from; at <= to; at += IntervalSeconds)
            {
                values.Add(new JsonArray(at, (forState ? from : 1).ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private JsonObject Metric(bool forState, int series)
    {
        var metric = new JsonObject
        {
            ["__name__"] = forState ? "ALERTS_FOR_STATE" : "ALERTS",
            ["alertname"] = AlertName,
            ["severity"] = "page",
        };
        if (!forState)
        {
            metric["alertstate"] = "firing";
        }

        if (Series > 1)
        {
            metric["pod"] = $"pod-{series}";
        }

        for (var label = 0; label < Labels.Count; label++)
        {
            metric[$"label_{label}"] = new string('x', Labels.Length);
        }

        return metric;
    }

    private static double Unix(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
