using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Prometheus;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Tests.TestData;

namespace Operator.EndToEnd.Tests;

/// <summary>One resource of each kind of bad among many good ones: it says what is wrong, costs little, and disturbs no other.</summary>
public class BadAmongGoodTests
{
    private const int MostRequestsOfAStalledResource = 8;

    // A look and a status write for each retry; the back-off doubles, so that minutes hold few.
    private const int MostRequestsOfARetriedResource = 40;

    private static readonly BadResource[] Stalled =
    [
        new("time-zone", "\"timeZone\":\"Mars/Olympus\"", Reasons.TimeZoneUnknown, "spec.timeZone"),
        new("template-unknown", "\"template\":{\"name\":\"nowhere\"}", Reasons.TemplateUnknown, "nowhere"),
        new("template-invalid", "\"template\":{\"name\":\"broken\"}", Reasons.TemplateInvalid, "broken"),
        new("somebody-s", "\"outputs\":{\"configMap\":{\"name\":\"taken\"}}", Reasons.OutputConflict, "spec.outputs.configMap.name"),
        new("second", "\"outputs\":{\"configMap\":{\"name\":\"good-0-postmortem\"}}", Reasons.OutputConflict, "good-0"),
        new("reserved", "\"outputs\":{\"configMap\":{\"name\":\"reserved-evidence\"}}", Reasons.InvalidSpec, "evidence"),
        new("unreadable", "\"severity\":\"P9\"", Reasons.InvalidSpec, "severity"),
    ];

    /// <summary>There is a document of what people say, so nothing keeps these from being ready; what is missing is said.</summary>
    private static readonly BadResource[] Incomplete =
    [
        new("source", "\"prometheus\":{\"source\":\"elsewhere\"},\"detection\":{\"alerts\":[{\"name\":\"EmailServiceDown\"}]}", Reasons.SourceUnknown, "spec.prometheus.source"),
        new(
            "query",
            "\"slos\":[{\"name\":\"availability\",\"objective\":99.9,\"sli\":{\"events\":{\"errorQuery\":\"no_such_function(a)\",\"totalQuery\":\"no_such_function(b)\"}}}]",
            Reasons.QueryInvalid,
            FakePrometheus.Nonsense),
        new("no-alert", "\"detection\":{\"alerts\":[{\"name\":\"NoSuchAlert\"}]}", Reasons.NoAlertFound, "NoSuchAlert"),
    ];

    private static readonly BadResource Retried =
        new("source-down", "\"prometheus\":{\"source\":\"down\"},\"detection\":{\"alerts\":[{\"name\":\"EmailServiceDown\"}]}", Reasons.PrometheusUnavailable, "connection refused");

    /// <summary>How many good ones there are.</summary>
    protected virtual int Good => 1000;

    [Fact]
    public async Task Each_bad_resource_says_what_is_wrong_and_every_good_one_is_ready()
    {
        await using var world = await CreateWorldAsync(LenientCrd.WithAnySeverity());
        await world.StartOperatorAsync(
            templates: BrokenTemplate(),
            sources: new PrometheusSourceOptions { Name = "down", Url = $"http://127.0.0.1:{ServerProcess.FreePort()}" });
        await world.Client.ApplyAsync(
            ResourceType.ConfigMap, new ObjectKey("default", "taken"), """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"taken"}}"""u8.ToArray(), "somebody", false, null, CancellationToken.None);
        await world.ApplyAsync("good-0", Specs.Manual);
        await world.UntilReadyAsync("good-0");

        // The bad ones come first, so that whatever they hold up holds up the others.
        await Task.WhenAll(Stalled.Concat(Incomplete).Append(Retried).Select(b => world.ApplyAsync(b.Name, b.Spec)));
        await world.ApplyAsync("large", Large());
        var refused = await Assert.ThrowsAsync<KubeApiException>(() => world.ApplyAsync(
            "too-large", Specs.With(Specs.Manual, $"\"analysis\":{{\"rootCause\":\"{new string('x', 1 << 20)}\"}}")));
        await Parallel.ForEachAsync(Enumerable.Range(1, Good - 1), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await world.ApplyAsync($"good-{i}", Specs.Manual));

        for (var i = 0; i < Good; i++)
        {
            await world.UntilReadyAsync($"good-{i}");
        }

        await AssertBadSayWhatIsWrongAsync(world);
        await AssertLargeIsCutAsync(world);
        Assert.Equal(422, (int)refused.StatusCode!);
        Assert.Contains("spec.analysis.rootCause", refused.Message);
        Assert.Null(await world.FindAsync("too-large"));
        AssertFewRequests(world);
    }

    /// <summary>A world without an operator, whose CRD is the one given.</summary>
    private static Task<World> CreateWorldAsync(string crd) => World.CreateAsync(withOperator: false, crd: crd);

    /// <summary>Whether the server counts what is asked of it.</summary>
    protected virtual bool CountsRequests => true;

    private static async Task AssertBadSayWhatIsWrongAsync(World world)
    {
        foreach (var bad in Stalled)
        {
            var resource = await world.UntilStalledAsync(bad.Name, bad.Reason);
            Assert.Contains(bad.Named, resource.Message(ConditionTypes.Ready));
        }

        foreach (var bad in Incomplete)
        {
            var resource = await world.UntilAsync(bad.Name, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.EvidenceCollected) == bad.Reason, "is ready without evidence");
            Assert.False(resource.Is(ConditionTypes.EvidenceCollected));
            Assert.Contains(bad.Named, resource.Message(ConditionTypes.Ready));
        }

        var retried = await world.UntilAsync(Retried.Name, p => p.Reason(ConditionTypes.Reconciling) == Reasons.ProgressingWithRetry, "is retried");
        Assert.Equal(Retried.Reason, retried.Reason(ConditionTypes.Ready));
        Assert.Contains(Retried.Named, retried.Message(ConditionTypes.Ready));
    }

    private static async Task AssertLargeIsCutAsync(World world)
    {
        await world.UntilReadyAsync("large");
        var data = (await world.FindConfigMapAsync("large-postmortem"))!["data"]!.AsObject();
        Assert.InRange(data.Sum(d => d.Value!.GetValue<string>().Length), 200_000, 1 << 20);
        Assert.Contains("left out", data["postmortem.md"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
    }

    private void AssertFewRequests(World world)
    {
        if (!CountsRequests)
        {
            return;
        }

        var requests = world.Server.Requests.Recent.Where(r => r.Agent == World.Operator).CountBy(r => r.Name).ToDictionary(StringComparer.Ordinal);
        Assert.All(Stalled.Concat(Incomplete), b => Assert.InRange(requests[b.Name], 1, MostRequestsOfAStalledResource));
        Assert.InRange(requests[Retried.Name], 1, MostRequestsOfARetriedResource);
        Assert.InRange(requests["large"], 1, MostRequestsOfAStalledResource);
    }

    private static string BrokenTemplate()
    {
        var directory = Directory.CreateTempSubdirectory("templates-").FullName;
        File.WriteAllText(Path.Combine(directory, "broken.md.scriban"), "{{ if title }} nobody ends this");
        return directory;
    }

    /// <summary>As much text as the CRD lets through in its longest fields; angle brackets grow in the page.</summary>
    private static string Large()
    {
        var spec = JsonNode.Parse(Specs.Manual)!.AsObject();
        spec["analysis"] = new JsonObject { ["whatHappened"] = Words(65_536) };
        spec["resolution"] = new JsonObject { ["immediateFix"] = Words(16_384), ["validation"] = Words(16_384) };
        spec["timeline"] = Many(500, i => new JsonObject { ["at"] = $"2025-12-14T07:{i % 12:00}:00Z", ["event"] = Words(512) });
        spec["lessonsLearned"] = Lists("wentWell", "didntGoWell", "surprisingFindings");
        spec["prevention"] = Lists("immediate", "shortTerm", "longTerm");
        return spec.ToJsonString();
    }

    private static JsonObject Lists(params string[] names) => new(names.Select(n => KeyValuePair.Create<string, JsonNode?>(n, Many(30, _ => Words(1024)))));

    private static JsonArray Many(int count, Func<int, JsonNode?> item) => new([.. Enumerable.Range(0, count).Select(item)]);

    private static string Words(int length) => string.Concat(Enumerable.Repeat("a < b & ", length / 8));

    private sealed record BadResource(string Name, string More, string Reason, string Named)
    {
        // A key given twice is not JSON that a server takes.
        public string Spec
        {
            get
            {
                var spec = JsonNode.Parse(Specs.Manual)!.AsObject();
                foreach (var (key, value) in JsonNode.Parse($"{{{More}}}")!.AsObject())
                {
                    spec[key] = value?.DeepClone();
                }

                return spec.ToJsonString();
            }
        }
    }
}
