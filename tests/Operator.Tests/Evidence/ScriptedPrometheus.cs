using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Operator.Prometheus;

namespace Operator.Tests.Evidence;

/// <summary>
/// Answers as a Prometheus that holds one alert's samples and one value for every other query, forgets what is older than its
/// retention, and fails where a test says so.
/// </summary>
internal sealed class ScriptedPrometheus : HttpMessageHandler
{
    public const string AlertName = "Down";

    private readonly List<string> _asked = [];

    /// <summary>Stretches in which the alert fired, one sample each 15 s.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Firing { get; } = [];

    /// <summary>What is older than this is forgotten.</summary>
    public DateTimeOffset KeepsSince { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Whether it records nothing any more, so that nothing is newer than the alert's last sample.</summary>
    public bool StandsStill { get; set; }

    /// <summary>The answer to every other instant query; null for no data.</summary>
    public double? Value { get; set; } = 42;

    /// <summary>The status with which a query is refused; null lets it through.</summary>
    public Func<string, HttpStatusCode?> Refuse { get; set; } = _ => null;

    /// <summary>The queries so far.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public PrometheusClient Client() => new(new PrometheusSourceOptions { Url = "http://prometheus.invalid" }, TimeProvider.System, this);

    public void Forget() => _asked.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null)
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var form = (await request.Content.ReadAsStringAsync(cancellationToken)).Split('&').Select(f => f.Split('=')).ToDictionary(f => f[0], f => WebUtility.UrlDecode(f[1]), StringComparer.Ordinal);
        var query = form["query"];
        _asked.Add(query);
        if (Refuse(query) is { } status)
        {
            return new HttpResponseMessage(status) { Content = new StringContent("") };
        }

        var at = double.Parse(form["time"], CultureInfo.InvariantCulture);
        var isAlert = query.Contains($"\"{AlertName}\"", StringComparison.Ordinal);
        if (query.Contains("last_over_time(up[", StringComparison.Ordinal))
        {
            var sign = new JsonObject { ["metric"] = new JsonObject { ["figure"] = "soon 0" }, ["value"] = new JsonArray(at, "1") };
            var alive = new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "vector", ["result"] = StandsStill ? new JsonArray() : [sign] } };
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(alive.ToJsonString(), Encoding.UTF8, "application/json") };
        }

        var series = isAlert ? Samples(query.Contains("_FOR_STATE", StringComparison.Ordinal), at)
            : Value is { } value ? [new JsonObject { ["metric"] = new JsonObject(), ["value"] = new JsonArray(at, value.ToString(CultureInfo.InvariantCulture)) }]
            : new JsonArray();
        var answer = new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = isAlert ? "matrix" : "vector", ["result"] = series } };
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
    }

    private JsonArray Samples(bool forState, double until)
    {
        var values = new JsonArray();
        foreach (var (from, to) in Firing)
        {
            for (var at = from; at <= to; at = at.AddSeconds(15))
            {
                var seconds = at.ToUnixTimeMilliseconds() / 1000.0;
                if (at >= KeepsSince && seconds <= until)
                {
                    values.Add(new JsonArray(seconds, forState ? from.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : "1"));
                }
            }
        }

        var metric = new JsonObject { ["__name__"] = forState ? "ALERTS_FOR_STATE" : "ALERTS", ["alertname"] = AlertName };
        if (!forState)
        {
            metric["alertstate"] = "firing";
        }

        return values.Count == 0 ? [] : [new JsonObject { ["metric"] = metric, ["values"] = values }];
    }
}
