using System.Text;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Cli;
using Operator.EndToEnd.Tests.Support;
using Operator.Evidence;
using Operator.Publishing;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.EndToEnd.Tests;

/// <summary>The status that <c>render</c> prints is the status that the operator writes.</summary>
public class StatusParityTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parity");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_an_incident_that_people_tell()
    {
        await using var world = await World.CreateAsync();
        var spec = Specs.With(Specs.Manual, """
            "timeZone":"Europe/Moscow","outputs":{"configMap":{"name":"elsewhere"}},"review":{"reviewers":[{"name":"A Person"}]},
            "actionItems":[{"id":"AI-1","title":"Watch the pool","priority":"High","dueDate":"2025-12-13"},{"id":"AI-2","title":"Test it","priority":"Low","state":"Done"}]
            """);
        await world.ApplyAsync("p0-042", spec);
        var live = await world.UntilReadyAsync("p0-042");

        AssertSame(live, await RenderAsync(world, spec, Now(live)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-5.0)]
    [InlineData(-0.5)]
    public async Task Of_an_incident_that_an_alert_tells_while_it_goes_on_settles_and_is_over(double? lastFiredMinutes)
    {
        await using var world = await World.CreateAsync();
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        world.Prometheus.LastFiringAt = lastFiredMinutes is { } minutes ? World.Start.AddMinutes(minutes) : null;
        await world.ApplyAsync("p0-042", Specs.Alerted);
        var live = await world.UntilReadyAsync("p0-042");

        AssertSame(live, await RenderAsync(world, Specs.Alerted, Now(live), "--evidence", await EvidenceAsync(world)));

        // Without a cluster nobody knows when the resource was created, and the alert is looked for over another window.
        AssertSame(live, await RenderAsync(world, Specs.Alerted, Now(live), "--prometheus-url", world.Prometheus.Url), "digest");
    }

    [Theory]
    [InlineData(503)]
    [InlineData(404)]
    public async Task Of_an_incident_whose_Prometheus_does_not_answer(int fault)
    {
        await using var world = await World.CreateAsync();
        world.Prometheus.Fault = fault;
        await world.ApplyAsync("p0-042", Specs.Alerted);
        var live = await world.UntilAsync("p0-042", p => p.IsReconciled, "is reconciled");

        AssertSame(live, await RenderAsync(world, Specs.Alerted, Now(live), "--prometheus-url", world.Prometheus.Url));
    }

    [Fact]
    public async Task Of_an_incident_whose_Prometheus_nobody_configured()
    {
        await using var world = await World.CreateAsync(withPrometheus: false);
        await world.ApplyAsync("p0-042", Specs.Alerted);
        var live = await world.UntilReadyAsync("p0-042");
        Assert.Equal(Reasons.NotConfigured, live.Reason(ConditionTypes.EvidenceCollected));

        AssertSame(live, await RenderAsync(world, Specs.Alerted, Now(live)));
    }

    [Theory]
    [InlineData("full", "p0-042")]
    [InlineData("ongoing", "p0-042-ongoing")]
    public async Task Of_the_samples_with_their_saved_evidence(string sample, string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "config", "samples", sample + ".yaml"));
        var file = Path.Combine(_folder.FullName, "sample.yaml");
        await File.WriteAllTextAsync(file, text.Replace("namespace: production", "namespace: default", StringComparison.Ordinal));
        var saved = Path.Combine(RepositoryFiles.Root, "config", "samples", "evidence", name + ".evidence.json.gz");
        await using var world = await World.CreateAsync(withOperator: false, start: World.Start.AddDays(2));
        await world.ApplyAsync(name, Spec(world, file));
        await KeepAsync(world, new ObjectKey("default", name), await File.ReadAllBytesAsync(saved));
        await world.StartOperatorAsync();
        var live = await world.UntilAsync(name, p => p.IsReconciled && p.Is(ConditionTypes.Ready), "is ready");

        // What goes on and can no longer be followed is kept with another time; what is frozen is kept as it is.
        var kept = await EvidenceAsync(world, name);
        var (before, after) = (await File.ReadAllBytesAsync(saved), await File.ReadAllBytesAsync(kept));
        Assert.Equal(sample == "full", Enumerable.SequenceEqual(before, after));
        AssertSame(live, await RenderFileAsync(world, file, Now(live), "--evidence", kept));
    }

    /// <summary>Hands the operator evidence as if it had frozen it in an earlier life.</summary>
    private static async Task KeepAsync(World world, ObjectKey key, byte[] saved)
    {
        var live = (await world.FindAsync(key.Name, key.Namespace))!;
        var configMap = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = ChildNames.Evidence(key.Name),
                ["labels"] = new JsonObject { [ChildLabels.ManagedBy] = ChildLabels.Manager },
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = PostMortem.GroupVersion,
                    ["kind"] = PostMortem.KindName,
                    ["name"] = key.Name,
                    ["uid"] = live.Uid,
                    ["controller"] = true,
                }),
            },
            ["binaryData"] = new JsonObject { [EvidenceStore.FileKey] = Convert.ToBase64String(saved) },
        };
        await world.Client.ApplyAsync(
            ResourceType.ConfigMap, key with { Name = ChildNames.Evidence(key.Name) }, Encoding.UTF8.GetBytes(configMap.ToJsonString()), World.Operator, true, null, CancellationToken.None);
        var loaded = EvidenceFile.Load(saved, key.Name);
        var status = new JsonObject
        {
            ["apiVersion"] = PostMortem.GroupVersion,
            ["kind"] = PostMortem.KindName,
            ["metadata"] = new JsonObject { ["name"] = key.Name },
            ["status"] = new JsonObject
            {
                ["evidence"] = new JsonObject
                {
                    ["state"] = "Frozen",
                    ["collectedAt"] = loaded.Evidence.CollectedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null),
                    ["digest"] = loaded.Digest,
                },
            },
        };
        await world.Client.ApplyAsync(PostMortemReconciler.PostMortems, key, Encoding.UTF8.GetBytes(status.ToJsonString()), World.Operator, true, "status", CancellationToken.None);
    }

    private static string Spec(World world, string file)
    {
        using var stream = File.OpenRead(file);
        var manifest = Validation.PostMortemFile.Judge(
            Manifests.ManifestReader.Read(stream, file), file, new Validation.ValidationSettings { Now = world.Time.GetUtcNow() });
        return System.Text.Json.JsonSerializer.Serialize(Assert.Single(manifest.Resources).Spec, Api.Json.PostMortemJsonContext.Default.PostMortemSpec);
    }

    private async Task<JsonObject> RenderAsync(World world, string spec, DateTimeOffset now, params string[] args)
    {
        var file = Path.Combine(_folder.FullName, "p0-042.json");
        await File.WriteAllTextAsync(file, $$"""{"apiVersion":"postmortem.dev/v1alpha1","kind":"PostMortem","metadata":{"name":"p0-042"},"spec":{{spec}}}""");
        return await RenderFileAsync(world, file, now, args);
    }

    private static async Task<JsonObject> RenderFileAsync(World world, string file, DateTimeOffset now, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var terminal = new Terminal { Input = () => Stream.Null, Output = output, Error = error, Time = world.Time };
        var time = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
        await CommandLineProgram.RunAsync(["render", file, "--format", "json", "--now", time, .. args], terminal);
        Assert.True(output.ToString().Length > 0, error.ToString());
        return JsonNode.Parse(output.ToString())!.AsObject();
    }

    private async Task<string> EvidenceAsync(World world, string name = "p0-042")
    {
        var file = Path.Combine(_folder.FullName, "evidence.json.gz");
        var saved = (await world.FindConfigMapAsync(ChildNames.Evidence(name)))!["binaryData"]![EvidenceStore.FileKey]!.GetValue<string>();
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(saved));
        return file;
    }

    private static DateTimeOffset Now(LivePostMortemView live) => live.Status!.Evidence?.CollectedAt ?? live.Status.Document!.RenderedAt!.Value;

    private static void AssertSame(LivePostMortemView live, JsonObject rendered, string? differing = null)
    {
        var written = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(live.Status!, Api.Json.PostMortemJsonContext.Default.PostMortemStatus))!.AsObject();
        foreach (var status in new[] { written, rendered })
        {
            Normalize(status);
            if (differing is not null)
            {
                Assert.True(status["evidence"]!.AsObject().Remove(differing));
            }
        }

        Assert.Equal(written.Sorted().ToJsonString(Indented), rendered.Sorted().ToJsonString(Indented));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// Takes out when something was rendered or changed, the digest of a document that tells when it was published, and what queries that
    /// verify action items say, which only the operator asks.
    /// </summary>
    private static void Normalize(JsonObject status)
    {
        status["document"]!.AsObject().Remove("renderedAt");
        status["document"]!.AsObject().Remove("digest");
        foreach (var condition in status["conditions"]!.AsArray())
        {
            condition!.AsObject().Remove("lastTransitionTime");
            condition["message"] = condition["message"]!.GetValue<string>().Split("; verify is unknown")[0];
        }

        foreach (var item in status["actionItems"]!.AsArray())
        {
            item!.AsObject().Remove("verification");
        }
    }
}
