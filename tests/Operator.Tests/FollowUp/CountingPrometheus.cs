using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Operator.Prometheus;

namespace Operator.Tests.FollowUp;

/// <summary>Answers queries "qN > 0" in this process: qN has a sample each five minutes, and is 1 in the stretches that a test gives. Counts requests by hour.</summary>
internal sealed partial class CountingPrometheus(Func<int, double, bool> holds) : HttpMessageHandler
{
    private const double IntervalSeconds = 300;

    private readonly Dictionary<long, int> _byHour = [];

    /// <summary>The time of the simulation.</summary>
    public DateTimeOffset Now { get; set; }

    public int Requests { get; private set; }

    /// <summary>Requests of the hour with the most of them.</summary>
    public int MostInAnHour => _byHour.Values.DefaultIfEmpty(0).Max();

    public PrometheusClient Client() => new(new PrometheusSourceOptions { Url = "http://prometheus.invalid" }, TimeProvider.System, this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        var hour = Now.ToUnixTimeSeconds() / 3600;
        _byHour[hour] = _byHour.GetValueOrDefault(hour) + 1;
        var form = (await request.Content!.ReadAsStringAsync(cancellationToken)).Split('&').Select(f => f.Split('=')).ToDictionary(f => f[0], f => WebUtility.UrlDecode(f[1]), StringComparer.Ordinal);
        var body = form.TryGetValue("time", out var at) ? Survey(at) : Range(Item(form["query"]), Number(form["start"]), Number(form["end"]), Number(form["step"]));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }

    private static string Survey(string time) =>
        $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{"figure":"samples 0"},"value":[{{{time}}},"{{{600 / IntervalSeconds}}}"]},{"metric":{"figure":"series 0"},"value":[{{{time}}},"1"]}]}}""";

    private string Range(int item, double start, double end, double step)
    {
        var (query, samples) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; start + (i * step) <= end + 1e-6; i++)
        {
            var time = (start + (i * step)).ToString("0.###", CultureInfo.InvariantCulture);
            samples.Append(i == 0 ? "" : ",").Append('[').Append(time).Append(",\"2\"]");
            if (holds(item, Math.Floor((start + (i * step)) / IntervalSeconds) * IntervalSeconds))
            {
                query.Append(query.Length == 0 ? "" : ",").Append('[').Append(time).Append(",\"1\"]");
            }
        }

        var verified = query.Length == 0 ? "" : $$$"""{"metric":{"figure":"query"},"values":[{{{query}}}]},""";
        return $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{verified}}}{"metric":{"figure":"samples 0"},"values":[{{{samples}}}]}]}}""";
    }

    private static int Item(string query) => int.Parse(Series().Match(query).Groups["item"].Value, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("q(?<item>[0-9]+) > 0", RegexOptions.ExplicitCapture)]
    private static partial Regex Series();
}
