using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Api.Json;
using Operator.EndToEnd.Tests.Support;
using Operator.Manifests;
using Operator.Prometheus;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Testing.Kstatus;
using Operator.Tests.TestData;
using Operator.Validation;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// What Flux, Helm and Argo CD read of every sample in every state, and that docs/operator.md says the same. With
/// UPDATE_EXAMPLES=1 in the environment the table is written instead of compared.
/// </summary>
public class KstatusTableTests
{
    private const string Begin = "<!-- kstatus: begin -->\n";
    private const string End = "<!-- kstatus: end -->\n";

    // After everything that the samples tell.
    private static readonly DateTimeOffset Now = new(2025, 12, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly State[] States =
    [
        new("reconciled", "Reconciled", _ => { }),
        new("away", "Prometheus does not answer", s => s["prometheus"] = new JsonObject { ["source"] = "down" }),
        new("source", "The source is not configured", s => s["prometheus"] = new JsonObject { ["source"] = "elsewhere" }),
        new("alert", "No alert is found", s => s["detection"] = new JsonObject { ["alerts"] = new JsonArray(new JsonObject { ["name"] = "NoSuchAlert" }) }),
        new("future", "A stated time is in the future", s => s["timeline"] = new JsonArray(new JsonObject { ["at"] = "2026-06-01T00:00:00Z", ["event"] = "e" })),
        new("suspended", "Suspended", s => s["suspend"] = true),
        new("zone", "The time zone is unknown", s => s["timeZone"] = "Mars/Olympus"),
        new("template", "The template is unknown", s => s["template"] = new JsonObject { ["name"] = "nowhere" }),
        new("taken", "The ConfigMap belongs to somebody else", s => s["outputs"] = new JsonObject { ["configMap"] = new JsonObject { ["name"] = "taken" } }),
    ];

    [Fact]
    public async Task The_table_of_the_documentation_is_what_is_so()
    {
        await using var world = await CreateWorldAsync(Now);
        world.Prometheus.FiringAt = new DateTimeOffset(2025, 12, 14, 7, 2, 15, TimeSpan.Zero);
        world.Prometheus.LastFiringAt = world.Prometheus.FiringAt.Value.AddMinutes(10);
        await world.Client.ApplyAsync(
            ResourceType.ConfigMap, new ObjectKey("default", "taken"), """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"taken"}}"""u8.ToArray(), "somebody", false, null, CancellationToken.None);
        var samples = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "config", "samples"), "*.yaml")
            .Select(f => Path.GetFileNameWithoutExtension(f))

            // It needs a repository in the operator's configuration.
            .Where(sample => sample != "git")
            .Order(StringComparer.Ordinal)
            .ToArray();
        List<string> rows = [$"| state | {string.Join(" | ", samples)} |", $"|---|{string.Concat(Enumerable.Repeat("---|", samples.Length))}"];
        foreach (var state in States)
        {
            foreach (var sample in samples)
            {
                await world.ApplyAsync(Name(sample, state), Spec(sample, state.Change));
            }
        }

        rows.Add(await RowAsync(world, "Created, not looked at yet", samples.Select(s => Name(s, States[0]))));
        await world.StartOperatorAsync(sources: new PrometheusSourceOptions { Name = "down", Url = $"http://127.0.0.1:{ServerProcess.FreePort()}" });
        foreach (var state in States)
        {
            foreach (var sample in samples)
            {
                await world.UntilAsync(Name(sample, state), p => p.IsReconciled, "is reconciled");
            }

            rows.Add(await RowAsync(world, state.Title, samples.Select(s => Name(s, state))));
        }

        await world.StopOperatorAsync();
        foreach (var sample in samples)
        {
            await world.ApplyAsync(Name(sample, States[0]), Spec(sample, s => s["title"] = "Another title"));
        }

        rows.Add(await RowAsync(world, "Changed, not looked at yet", samples.Select(s => Name(s, States[0]))));
        CompareWithDocumentation(string.Join('\n', rows) + "\n");
    }

    /// <summary>A world without an operator.</summary>
    private static Task<World> CreateWorldAsync(DateTimeOffset start) => World.CreateAsync(withOperator: false, start: start);

    private static string Name(string sample, State state) => $"{sample}-{state.Name}";

    private static async Task<string> RowAsync(World world, string title, IEnumerable<string> names)
    {
        var cells = new List<string>();
        foreach (var name in names)
        {
            cells.Add(Kstatus.Of((await world.Client.FindAsync<JsonObject>(PostMortemReconciler.PostMortems, new ObjectKey("default", name), CancellationToken.None))!));
        }

        return $"| {title} | {string.Join(" | ", cells)} |";
    }

    private static string Spec(string sample, Action<JsonObject> change)
    {
        var file = Path.Combine(RepositoryFiles.Root, "config", "samples", sample + ".yaml");
        using var stream = File.OpenRead(file);
        var judged = PostMortemFile.Judge(ManifestReader.Read(stream, file), file, new ValidationSettings { Now = Now });
        var spec = JsonNode.Parse(JsonSerializer.Serialize(Assert.Single(judged.Resources).Spec, PostMortemJsonContext.Default.PostMortemSpec))!.AsObject();

        // One name of a ConfigMap for all states would make one of them the owner, and the others wait for it.
        (spec["outputs"]?["configMap"] as JsonObject)?.Remove("name");
        change(spec);
        return spec.ToJsonString();
    }

    private static void CompareWithDocumentation(string table)
    {
        var path = Path.Combine(RepositoryFiles.Root, "docs", "operator.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_EXAMPLES") is "1")
        {
            File.WriteAllText(path, text[..from] + table + text[to..]);
            return;
        }

        Assert.Equal(table, text[from..to]);
    }

    private sealed record State(string Name, string Title, Action<JsonObject> Change);
}
