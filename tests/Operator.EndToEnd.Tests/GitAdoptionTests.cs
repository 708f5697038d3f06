using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.Replay;

namespace Operator.EndToEnd.Tests;

/// <summary>A cluster that knows nothing of a post-mortem, and a repository that does.</summary>
public partial class GitAdoptionTests : GitTestBase
{
    private const string Items = ",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\"}],\"review\":{\"reviewers\":[{\"name\":\"Lead\"}]}";

    private static readonly string[] Samples = [.. Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "config", "samples"), "*.yaml").Order(StringComparer.Ordinal)];

    /// <summary>Another API server, a Prometheus without any history, and the same manifests.</summary>
    [Fact]
    public async Task A_new_cluster_publishes_the_documents_of_the_old_one()
    {
        var manifests = Samples.Select(Manifest).DistinctBy(m => m.Name).ToList();
        await using (var replay = await ReplayServer.StartAsync(Recordings.Load(TimeProvider.System.GetUtcNow()), TimeProvider.System, static _ => { }, TestContext.Current.CancellationToken))
        await using (var world = await CreateAsync(withPrometheus: false, isOlder: true))
        await using (var process = Start(world, ("PROMETHEUS__SOURCES__0__URL", replay.Url.ToString())))
        {
            await ApplyAsync(world, manifests);
            await process.TerminateAsync();
        }

        var before = Repository.Files.ToDictionary(f => f, f => Repository.Read(f), StringComparer.Ordinal);
        Assert.Equal(manifests.Count, before.Keys.Count(f => f.EndsWith("/status.json", StringComparison.Ordinal)));
        Assert.Contains(before, f => f.Key.EndsWith("/evidence.json.gz", StringComparison.Ordinal));
        await using var second = await CreateAsync();
        await using var successor = Start(second);
        await ApplyAsync(second, manifests);

        foreach (var (file, text) in before)
        {
            Assert.Equal($"{file}\n{Plain(text)}", $"{file}\n{Plain(Repository.Read(file))}");
        }

        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), Repository.Files.Order(StringComparer.Ordinal));
        foreach (var document in before.Keys.Where(f => f.EndsWith("/README.md", StringComparison.Ordinal) && f != "postmortems/README.md"))
        {
            var line = Repository.Read(document).Split('\n').Single(l => l.StartsWith("**Taken over from:** `handbook@", StringComparison.Ordinal));
            Assert.Equal(before[document], Repository.Read(document, line.Split('@')[1].Split('`')[0]));
        }
    }

    [Fact]
    public async Task What_people_said_and_moved_is_taken_over()
    {
        const string Moved = "postmortems/mail/outage/README.md";
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + Items));
            await world.UntilReadyAsync("pm");
            Edit("Done", "[ ] **AI-1:**", "[x] **AI-1:**");
            await world.UntilAsync("pm", p => p.Status!.ActionItems![0].State == FollowedState.Done, "has an item that is done");
            await world.UntilAsync("pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready), "is at rest");
            Repository.Commit("Move", (Readme, null), ("postmortems/2025/default/pm/status.json", null), (Moved, Repository.Read(Readme) + "\nOur own words.\n"), ("postmortems/mail/outage/status.json", Repository.Read("postmortems/2025/default/pm/status.json")));
            await process.TerminateAsync();
        }

        await using var second = await CreateAsync();
        await using var successor = Start(second);
        await second.ApplyAsync("pm", Specs.With(Specs.Manual, Output + Items));

        var resource = await second.UntilReadyAsync("pm");
        var item = Assert.Single(resource.Status!.ActionItems!);
        Assert.Equal((FollowedState.Done, "Ann <ann@example.com>"), (item.State, Assert.Single(item.Statements!).By));
        Assert.Equal("handbook/" + Moved, Assert.Single(resource.Status.Document!.Outputs!, o => o.Type == "Git").Location);
        Assert.Contains("Our own words.", Repository.Read(Moved), StringComparison.Ordinal);
        Assert.Contains("[x] **AI-1:**", Repository.Read(Moved), StringComparison.Ordinal);
        Assert.False(Repository.Has(Readme));
    }

    [Theory]
    [InlineData("", "PathTaken")]
    [InlineData("eu", "Succeeded")]
    public async Task Documents_of_another_cluster_are_taken_over_if_it_is_named(string adopts, string reason)
    {
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
            await world.UntilReadyAsync("pm");
            await process.TerminateAsync();
        }

        await using var second = await CreateAsync();
        await using var successor = adopts.Length == 0 ? Start(second, ("CLUSTERNAME", "us")) : Start(second, ("CLUSTERNAME", "us"), ("GIT__ADOPTCLUSTERS__0", adopts));
        await second.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        await second.UntilAsync("pm", p => p.Reason(ConditionTypes.Published) == reason, $"has reason {reason}");
        Assert.Contains($"cluster=\"{(adopts.Length == 0 ? "eu" : "us")}\"", Repository.Read(Readme), StringComparison.Ordinal);
    }

    /// <summary>Anybody who may push can write the files that are taken over.</summary>
    [Fact]
    public async Task A_status_that_somebody_made_up_approves_nothing_and_harms_nobody()
    {
        var status = new JsonObject
        {
            ["createdAt"] = "2099-01-01T00:00:00.000Z",
            ["actionItems"] = new JsonArray([.. Enumerable.Range(0, 200).Select(i => (JsonNode)new JsonObject
            {
                ["id"] = $"AI-{i}",
                ["state"] = "Done",
                ["overdue"] = false,
                ["statements"] = new JsonArray([.. Enumerable.Repeat(0, 9).Select(_ => (JsonNode)new JsonObject { ["source"] = "Checkbox", ["state"] = "Done", ["time"] = "2025-12-14T08:00:00.000Z", ["by"] = new string('x', 5000) })]),
            })]),
            ["approvals"] = new JsonArray(new JsonObject { ["reviewer"] = "Lead", ["state"] = "Approved", ["source"] = "Checkbox", ["time"] = "2025-12-14T08:00:00.000Z", ["by"] = "Lead <lead@example.com>" }),
            ["document"] = new JsonObject { ["publishedAt"] = "2099-01-01T00:00:00.000Z", ["approvedBy"] = new JsonArray("Lead") },
        };
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output + Items.Replace("\"Lead\"", "\"Lead\",\"email\":\"lead@example.com\"", StringComparison.Ordinal)));
            await world.UntilReadyAsync("pm");
            await process.TerminateAsync();
        }

        Repository.Commit("Made up", ("postmortems/2025/default/pm/status.json", status.ToJsonString()), ("postmortems/2025/default/pm/evidence.json.gz", new string('x', 2 << 20)));
        await using var second = await CreateAsync();
        await using var successor = Start(second);
        await second.ApplyAsync("pm", Specs.With(Specs.Manual, Output + Items.Replace("\"Lead\"", "\"Lead\",\"email\":\"lead@example.com\"", StringComparison.Ordinal)));

        var resource = await second.UntilReadyAsync("pm");
        Assert.False(resource.Is(ConditionTypes.Reviewed));
        Assert.Null(resource.Status!.Approvals);
        Assert.Null(resource.Status.Document!.PublishedAt);
        Assert.Single(resource.Status.ActionItems!);
    }

    /// <summary>What this cluster cannot collect any more may be there.</summary>
    [Fact]
    public async Task Evidence_is_not_collected_before_the_repository_answers()
    {
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            world.Prometheus.FiringAt = world.Time.GetUtcNow().AddMinutes(-40);
            world.Prometheus.LastFiringAt = world.Time.GetUtcNow().AddMinutes(-30);
            await world.ApplyAsync("pm", Specs.With(Specs.Alerted, Output));
            await world.UntilAsync("pm", p => p.IsFrozen && p.Is(ConditionTypes.Ready) && p.Status!.Document!.Outputs!.Any(o => o.Type == "Git"), "is frozen and published");
            await process.TerminateAsync();
        }

        var away = Repository.Path + ".away";
        Directory.Move(Repository.Path, away);
        await using var second = await CreateAsync();
        await using var successor = Start(second);
        await second.ApplyAsync("pm", Specs.With(Specs.Alerted, Output));
        var waiting = await second.UntilAsync("pm", p => p.Message(ConditionTypes.EvidenceCollected)?.Contains("may hold evidence", StringComparison.Ordinal) == true, "waits for the repository");
        Assert.False(waiting.Is(ConditionTypes.EvidenceCollected));
        Assert.Equal(0, second.Prometheus.Queries);

        Directory.Move(away, Repository.Path);
        var resource = await second.UntilReadyAsync("pm");
        Assert.Single(resource.Status!.Alerts!);
        Assert.True(resource.IsFrozen);
        Assert.Equal(0, second.Prometheus.Queries);
    }

    /// <summary>A document is removed with its resource, its evidence is not, and Prometheus has forgotten.</summary>
    [Theory]
    [InlineData("EmailServiceDown", null)]
    [InlineData("AnotherAlert", Reasons.PathTaken)]
    public async Task What_a_deleted_resource_left_is_taken_over_if_the_questions_are_the_same(string alert, string? refusal)
    {
        const string Deleted = Output + ",\"deletionPolicy\":\"Delete\"";
        await using var world = await CreateAsync();
        await using var process = Start(world);
        world.Prometheus.FiringAt = world.Time.GetUtcNow().AddMinutes(-40);
        world.Prometheus.LastFiringAt = world.Time.GetUtcNow().AddMinutes(-30);
        await world.ApplyAsync("pm", Specs.With(Specs.Alerted, Deleted));
        var before = await world.UntilAsync("pm", p => p.IsFrozen && p.Is(ConditionTypes.Ready) && p.Is(ConditionTypes.Published), "is frozen and published");
        var evidence = Assert.Single(Repository.Files, f => f.EndsWith("/evidence.json.gz", StringComparison.Ordinal));
        var saved = Repository.Read(evidence);
        await world.DeleteAsync("pm");
        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource goes; {process.Log}");
        await Garbage.CollectAsync(world);
        await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", "pm-evidence"), null, CancellationToken.None);
        world.Prometheus.FiringAt = null;

        await world.ApplyAsync("pm", Specs.With(Specs.Alerted, Deleted).Replace("EmailServiceDown", alert, StringComparison.Ordinal));

        if (refusal is not null)
        {
            var refused = await world.UntilStalledAsync("pm", refusal);
            Assert.Contains("left, of other alerts, objectives or times; give this resource another name", refused.Message(ConditionTypes.Stalled), StringComparison.Ordinal);
            Assert.DoesNotContain("before it answers", refused.Message(ConditionTypes.Stalled), StringComparison.Ordinal);
        }
        else
        {
            var again = await world.UntilAsync("pm", p => p.IsFrozen && p.Is(ConditionTypes.Published), "is published again");
            Assert.Equal(before.Status!.Alerts!.Single().FiringAt, again.Status!.Alerts!.Single().FiringAt);
            Assert.Equal(before.Status.Document!.Outputs!.Single(o => o.Type == "Git").Location, again.Status.Document!.Outputs!.Single(o => o.Type == "Git").Location);
        }

        Assert.Equal(saved, Repository.Read(evidence));
    }

    /// <summary>A name is used again, with months in between, while the old document is there.</summary>
    [Fact]
    public async Task Another_incident_of_the_same_name_is_refused()
    {
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));
            await world.UntilReadyAsync("pm");
            await process.TerminateAsync();
        }

        var document = Repository.Read(Readme);
        await using var second = await CreateAsync();
        await using var successor = Start(second);
        await second.ApplyAsync("pm", Specs.With(Specs.Manual.Replace("2025-12-14", "2025-12-24", StringComparison.Ordinal), Output));

        var refused = await second.UntilStalledAsync("pm", Reasons.PathTaken);
        Assert.Contains("is the document of an earlier incident of this name, which began at 2025-12-14T07:00:00Z; give this resource another name", refused.Message(ConditionTypes.Stalled), StringComparison.Ordinal);
        Assert.Equal(document, Repository.Read(Readme));
    }

    /// <summary>The name is used again for an incident of which other times, or only alerts, are known.</summary>
    [Theory]
    [InlineData("\"incident\":{\"detectedAt\":\"2025-12-24T07:00:00Z\",\"resolvedAt\":\"2025-12-24T07:12:00Z\"}", "is the document of an earlier incident of this name")]
    [InlineData("\"detection\":{\"alerts\":[{\"name\":\"NetDown\"}]}", "of other alerts, objectives or times")]
    public async Task Another_incident_of_the_same_name_is_refused_by_what_it_states_and_asks(string spec, string message)
    {
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            world.Prometheus.FiringAt = world.Time.GetUtcNow().AddMinutes(-40);
            world.Prometheus.LastFiringAt = world.Time.GetUtcNow().AddMinutes(-30);
            await world.ApplyAsync("pm", Specs.With(spec.Contains("NetDown", StringComparison.Ordinal) ? Specs.Alerted : Specs.Manual, Output));
            await world.UntilAsync("pm", p => p.Is(ConditionTypes.Published), "is published");
            await process.TerminateAsync();
        }

        var document = Repository.Read(Repository.Files.Single(f => f.EndsWith("/pm/README.md", StringComparison.Ordinal)));
        await using var second = await CreateAsync();
        await using var successor = Start(second);
        await second.ApplyAsync("pm", Specs.With($$"""{"title":"Network down","severity":"P0","services":["network"],{{spec}}}""", Output));

        var refused = await second.UntilStalledAsync("pm", Reasons.PathTaken);
        Assert.Contains(message, refused.Message(ConditionTypes.Stalled), StringComparison.Ordinal);
        Assert.Equal(document, Repository.Read(Repository.Files.Single(f => f.EndsWith("/pm/README.md", StringComparison.Ordinal))));
    }

    /// <summary>The file with the evidence is lost, perhaps with the figures beside it, and so is what Prometheus had.</summary>
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("not evidence", null, true)]
    [InlineData("not evidence", "not a status", true)]
    [InlineData("not evidence", "{}", true)]
    [InlineData(null, "not a status", true)]
    [InlineData("not evidence", "not a status", false)]
    public async Task A_published_document_is_not_given_up_for_a_poorer_one(string? evidence, string? status, bool answers)
    {
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            world.Prometheus.FiringAt = world.Time.GetUtcNow().AddMinutes(-40);
            world.Prometheus.LastFiringAt = world.Time.GetUtcNow().AddMinutes(-30);
            await world.ApplyAsync("pm", Specs.With(Specs.Alerted, Output));
            await world.UntilAsync("pm", p => p.IsFrozen && p.Is(ConditionTypes.Ready) && p.Is(ConditionTypes.Published), "is frozen and published");
            await process.TerminateAsync();
        }

        var file = Assert.Single(Repository.Files, f => f.EndsWith("/evidence.json.gz", StringComparison.Ordinal));
        var figures = file.Replace("evidence.json.gz", "status.json", StringComparison.Ordinal);
        Repository.Commit("Lose it", (file, evidence), (figures, status ?? Repository.Read(figures)));
        var tip = Repository.Tip;
        await using var second = await CreateAsync();
        second.Prometheus.Fault = answers ? null : 503;
        await using var successor = Start(second);
        await second.ApplyAsync("pm", Specs.With(Specs.Alerted, Output));

        if (answers)
        {
            await second.UntilStalledAsync("pm", Reasons.EvidenceInvalid);
        }
        else
        {
            await second.UntilAsync("pm", p => p.Message(ConditionTypes.Published)?.StartsWith("Waits for the step before", StringComparison.Ordinal) == true || p.Is(ConditionTypes.Published), "waits for Prometheus");
        }

        Assert.Equal(tip, Repository.Tip);
    }

    private static async Task ApplyAsync(World world, IEnumerable<(string Name, string Spec)> manifests)
    {
        foreach (var (name, spec) in manifests)
        {
            await world.ApplyAsync(name, spec);
        }

        foreach (var (name, _) in manifests)
        {
            await world.UntilAsync(name, p => p.Is(ConditionTypes.Published) && p.IsReconciled, "is published");
        }
    }

    private static (string Name, string Spec) Manifest(string file)
    {
        var manifest = YamlDecoder.Decode(File.ReadAllText(file))!.AsObject();
        manifest["spec"]!.AsObject()["outputs"] = new JsonObject { ["git"] = new JsonObject { ["repository"] = "handbook" } };
        return ((string)manifest["metadata"]!["name"]!, manifest["spec"]!.ToJsonString());
    }

    /// <summary>A file without the line that names where it came from, and the digest of the block that the line is in.</summary>
    private static string Plain(string text) => TakenOver().Replace(text, "");

    [GeneratedRegex(@"^\*\*Taken over from:\*\* .*\n|(?<=^<!-- postmortem\.dev/begin footer version=""1"" )digest=""[^""]*""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TakenOver();
}
