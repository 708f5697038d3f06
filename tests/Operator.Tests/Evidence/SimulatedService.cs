using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Operator.Tests.Evidence;

/// <summary>
/// Answers as a Prometheus that holds a service of many series, without holding them: events are rates times seconds, and fail where they
/// are said to. Counts requests, and how many that may be heavy run at once.
/// </summary>
internal sealed partial class SimulatedService : HttpMessageHandler
{
    public const string Errors = "service_total{code=\"500\"}";
    public const string Total = "service_total";
    public const double BadRatio = 0.25;

    private const double PerSecond = 100;
    private const double BaseRatio = 0.0001;
    private const double IntervalSeconds = 60;
    private const int MostYields = 500;

    private int _requests;
    private int _running;

    /// <summary>How many series all events have; failed ones have half of them.</summary>
    public required int Series { get; init; }

    /// <summary>Stretches in which a quarter of all events fail, in order.</summary>
    public required IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Bad { get; init; }

    /// <summary>When the alert fired.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Firing { get; init; }

    public int Requests => _requests;

    /// <summary>The most heavy requests that ran at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Called before each answer.</summary>
    public Action BeforeAnswer { get; init; } = () => { };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        if (request.Content is null)
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var form = (await request.Content.ReadAsStringAsync(cancellationToken)).Split('&').Select(f => f.Split('=')).ToDictionary(f => f[0], f => WebUtility.UrlDecode(f[1]), StringComparer.Ordinal);
        var heavy = !form["query"].Contains("ALERTS", StringComparison.Ordinal);
        var running = Interlocked.Add(ref _running, heavy ? 1 : 0);
        lock (this)
        {
            MostAtOnce = Math.Max(MostAtOnce, running);
        }

        // Whoever does not wait for others has every occasion to be seen beside them.
        for (var i = 0; heavy && MostAtOnce < 2 && i < MostYields; i++)
        {
            await Task.Yield();
        }

        BeforeAnswer();
        var answer = form.ContainsKey("step") ? Range(form) : Instant(form);
        Interlocked.Add(ref _running, heavy ? -1 : 0);
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(new JsonObject { ["status"] = "success", ["data"] = answer }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
    }

    private static JsonObject Result(string type, params IEnumerable<JsonNode?> series) => new() { ["resultType"] = type, ["result"] = new JsonArray([.. series]) };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(Dictionary<string, string> form, string name) => double.Parse(form[name], CultureInfo.InvariantCulture);

    private JsonObject Instant(Dictionary<string, string> form)
    {
        var (query, at) = (form["query"], Number(form, "time"));
        if (query.Contains("last_over_time(up[", StringComparison.Ordinal))
        {
            return Figures(at, ("soon 0", 1));
        }

        if (query.Contains("ALERTS", StringComparison.Ordinal))
        {
            return Result("matrix", Alert(query.Contains("_FOR_STATE", StringComparison.Ordinal)));
        }

        if (query.Contains("count(last_over_time(", StringComparison.Ordinal))
        {
            return Figures(at, ("errors 0 at 3", Series / 2), ("total 0 at 3", Series), ("samples at 2", 600 / IntervalSeconds));
        }

        var seconds = double.Parse(Length().Match(query).Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture);
        return query.EndsWith(']')
            ? Result("matrix", Counter(query.Contains("code", StringComparison.Ordinal), at - seconds, at))
            : Figures(at, ("errors", Failed(at) - Failed(at - seconds)), ("total", PerSecond * seconds));
    }

    private static JsonObject Figures(double at, params IEnumerable<(string Name, double Value)> figures) =>
        Result("vector", figures.Select(f => new JsonObject { ["metric"] = new JsonObject { ["figure"] = f.Name }, ["value"] = new JsonArray(at, Text(f.Value)) }));

    private JsonObject Range(Dictionary<string, string> form)
    {
        var (start, end, step) = (Number(form, "start"), Number(form, "end"), Number(form, "step"));
        var moments = Enumerable.Range(0, (int)Math.Floor(((end - start) / step) + 1e-6) + 1).Select(i => start + (i * step)).ToList();
        Assert.InRange(moments.Count, 1, 11_000);
        return Result("matrix", new[] { ("errors", (Func<double, double>)(t => Failed(t) - Failed(t - step))), ("total", _ => PerSecond * step) }
            .Where(f => form["query"].Contains($"\"{f.Item1}\"", StringComparison.Ordinal))
            .Select(f => new JsonObject
            {
                ["metric"] = new JsonObject { ["figure"] = f.Item1 },
                ["values"] = new JsonArray([.. moments.Select(t => new JsonArray(t, Text(f.Item2(t))))]),
            }));
    }

    private JsonObject Counter(bool failed, double from, double to)
    {
        var values = new JsonArray();
        for (var t = Math.Ceiling(from / IntervalSeconds) * IntervalSeconds; t <= to; t += IntervalSeconds)
        {
            values.Add(new JsonArray(t, Text(Math.Floor(failed ? Failed(t) : PerSecond * (t - Origin)))));
        }

        return new JsonObject { ["metric"] = new JsonObject { ["code"] = failed ? "500" : "200" }, ["values"] = values };
    }

    private JsonObject Alert(bool forState)
    {
        var values = new JsonArray();
        for (var t = Firing.From; t <= Firing.To; t = t.AddSeconds(15))
        {
            values.Add(new JsonArray(t.ToUnixTimeSeconds(), forState ? Text(Firing.From.ToUnixTimeSeconds()) : "1"));
        }

        var metric = new JsonObject { ["__name__"] = forState ? "ALERTS_FOR_STATE" : "ALERTS", ["alertname"] = "Down" };
        if (!forState)
        {
            metric["alertstate"] = "firing";
        }

        return new JsonObject { ["metric"] = metric, ["values"] = values };
    }

    private double Origin => (Bad[0].From.ToUnixTimeMilliseconds() / 1000.0) - (365 * 86_400);

    // Since long ago.
    private double Failed(double at) => PerSecond * ((BaseRatio * (at - Origin))
        + ((BadRatio - BaseRatio) * Bad.Sum(b => Math.Clamp(at - (b.From.ToUnixTimeMilliseconds() / 1000.0), 0, (b.To - b.From).TotalSeconds))));

    [GeneratedRegex("\\[(?<seconds>[0-9]+)s\\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Length();
}
