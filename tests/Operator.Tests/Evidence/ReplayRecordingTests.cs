using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Tests.Architecture;
using Operator.Tests.TestData;
using Operator.Tests.Validation;

namespace Operator.Tests.Evidence;

/// <summary>
/// What the sandbox replays is what a real Prometheus answers about the samples. With UPDATE_RECORDING=1 in the environment it is
/// recorded anew instead of compared.
/// </summary>
public sealed partial class ReplayRecordingTests(IncidentHistories histories)
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_RECORDING") is "1";
    private static readonly string RecordingFile = RepositoryRoot.File("src", "Operator.Sandbox", "Replay", "recording.json.gz");
    private static readonly DateTimeOffset LongAfter = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan OngoingFor = TimeSpan.FromHours(1);

    [Fact]
    public async Task The_recording_is_what_Prometheus_answers()
    {
        using var ongoing = await PrometheusServer.StartAsync(SeedIncidentHistory.AddTo(new MetricHistory(), OngoingFor));
        var full = await RecordAsync(await histories.UrlAsync(), Sample("full"), [LongAfter]);
        var goingOn = await RecordAsync(ongoing.Url, Sample("ongoing").Replace("calendarMonth", "30d", StringComparison.Ordinal), Looks(Update ? 1 : 25));
        if (Update)
        {
            await SaveAsync(new JsonObject { ["serverVersion"] = await VersionAsync(ongoing.Url), ["full"] = full, ["ongoing"] = goingOn });
        }

        await using var stream = new GZipStream(File.OpenRead(RecordingFile), CompressionMode.Decompress);
        var committed = (await JsonNode.ParseAsync(stream))!;
        AssertKnown(full, committed["full"]!);
        AssertKnown(goingOn, committed["ongoing"]!);
    }

    private static void AssertKnown(JsonArray answers, JsonNode committed)
    {
        var known = committed.AsArray().Select(a => a!.ToJsonString()).ToHashSet(StringComparer.Ordinal);
        Assert.All(answers, a => Assert.True(
            known.Contains(a!.ToJsonString()),
            $"the recording lacks {(string?)a["query"]}; run: UPDATE_RECORDING=1 dotnet run --project tests/Operator.Tests -- -class '*ReplayRecordingTests'"));
    }

    private static async Task SaveAsync(JsonObject recording)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(RecordingFile)!);
        await using var file = new GZipStream(File.Create(RecordingFile), CompressionLevel.SmallestSize);
        await JsonSerializer.SerializeAsync(file, recording);
    }

    private static async Task<string?> VersionAsync(Uri url)
    {
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = url.ToString() }, TimeProvider.System);
        return await client.ServerVersionAsync(TestContext.Current.CancellationToken);
    }

    // Within a minute, so that the slice that the end cuts short is asked for, too; and one when all is over.
    private static IEnumerable<DateTimeOffset> Looks(int minutesApart)
    {
        for (var at = SeedIncidentHistory.Start.AddSeconds(450); at < SeedIncidentHistory.Start + OngoingFor; at = at.AddMinutes(minutesApart))
        {
            yield return at;
        }

        // Whether its alert has ended is asked up to the moment of the look, until all is frozen.
        for (var minutes = 1; minutes <= 12; minutes++)
        {
            yield return SeedIncidentHistory.Start + OngoingFor + TimeSpan.FromMinutes(minutes);
        }

        yield return SeedIncidentHistory.Start + OngoingFor + TimeSpan.FromMinutes(40);
    }

    private static async Task<JsonArray> RecordAsync(Uri url, string sample, IEnumerable<DateTimeOffset> looks)
    {
        var resource = Assert.Single(Judging.Judge(sample).Resources);
        var options = new PrometheusSourceOptions { Url = url.ToString() };
        using var recorder = new Recorder(PrometheusHandler.Create(options));
        using var client = new PrometheusClient(options, TimeProvider.System, recorder);
        foreach (var look in looks)
        {
            var evidence = (await new EvidenceCollector(TimeProvider.System).CollectAsync(resource, client, look, null, false, TestContext.Current.CancellationToken)).Evidence;
            Assert.All(evidence.Slos, s => Assert.Empty(s.Problems));

            if (sample.Contains("ongoing", StringComparison.Ordinal))
            {
                // Whoever looks again knows something already, and asks less.
                await new EvidenceCollector(TimeProvider.System).CollectAsync(resource, client, look, evidence, false, TestContext.Current.CancellationToken);
            }
        }

        return recorder.Answers();
    }

    private static string Sample(string name) => File.ReadAllText(RepositoryRoot.File("config", "samples", name + ".yaml"));

    private sealed partial class Recorder(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly ConcurrentDictionary<string, JsonObject> _answers = new(StringComparer.Ordinal);

        // Samples over time are kept once, of all looks together: each looks at another stretch.
        public JsonArray Answers() => [.. _answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => a.Value)];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Post)
            {
                Keep(request.RequestUri!.Segments[^1], form, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!);
            }

            return response;
        }

        private void Keep(string endpoint, string form, JsonNode answer)
        {
            var entry = new JsonObject { ["endpoint"] = endpoint };
            foreach (var (name, value) in form.Split('&').Select(f => f.Split('=')).Select(f => (f[0], Uri.UnescapeDataString(f[1].Replace('+', ' ')))))
            {
                if (name is "query" or "time" or "start" or "end" or "step")
                {
                    entry[name] = value;
                }
            }

            entry["data"] = answer["data"]!.DeepClone();
            var isOverTime = (string?)answer["data"]!["resultType"] is "matrix";
            var query = (string)entry["query"]!;
            var key = (isOverTime, endpoint) switch
            {
                (true, "query") => $"{endpoint} {Length().Replace(query, "[]")}",
                (true, _) => $"{endpoint} {query} {entry["step"]}",
                _ => $"{endpoint} {query} {entry["time"]}",
            };
            if (isOverTime && _answers.TryGetValue(key, out var before))
            {
                Merge(entry["data"]!["result"]!.AsArray(), before["data"]!["result"]!.AsArray());
            }

            _answers[key] = entry;
        }

        private static void Merge(JsonArray result, JsonArray earlier)
        {
            foreach (var series in earlier)
            {
                var labels = series!["metric"]!.ToJsonString();
                if (result.FirstOrDefault(r => r!["metric"]!.ToJsonString() == labels) is { } same)
                {
                    var samples = same["values"]!.AsArray().Concat(series["values"]!.AsArray()).DistinctBy(v => (decimal)v![0]!).OrderBy(v => (decimal)v![0]!);
                    same["values"] = new JsonArray([.. samples.Select(v => v!.DeepClone())]);
                }
                else
                {
                    result.Add(series.DeepClone());
                }
            }
        }

        [GeneratedRegex("\\[[0-9]+m?s\\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Length();
    }
}
