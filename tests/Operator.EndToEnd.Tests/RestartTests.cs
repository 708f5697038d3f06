using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Metrics;
using Operator.Publishing;

namespace Operator.EndToEnd.Tests;

/// <summary>A start that finds everything as it should be asks for the lists and for nothing else; whatever happened meanwhile is noticed.</summary>
public class RestartTests
{
    private static readonly string WithDueDate = Specs.With(Specs.Manual, "\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"t\",\"dueDate\":\"2025-12-20\"}]");

    [Fact]
    public async Task A_restart_reads_no_resource_and_no_ConfigMap_of_what_is_at_rest()
    {
        await using var world = await RestingAsync();
        await world.StopOperatorAsync();
        var before = world.Server.Requests.Recent.Count;

        await world.StartOperatorAsync();
        await UntilDoneAsync(world);

        var asked = world.Server.Requests.Recent.Skip(before).Where(r => r.Agent == World.Operator && r.Verb is not ("list" or "watch")).Select(r => $"{r.Verb} {r.Resource} {r.Name}");
        Assert.Empty(asked);

        // From then on everything goes on as without the restart.
        await world.ApplyAsync("manual", Specs.With(WithDueDate, "\"authors\":[\"@engineer\"]"));
        await Until.TrueAsync(async () => (await MarkdownAsync(world, "manual")).Contains("@\u2060engineer", StringComparison.Ordinal), () => "the change is published");
    }

    [Fact]
    public async Task What_becomes_overdue_after_the_restart_is_told_at_its_time()
    {
        await using var world = await RestingAsync();
        await world.StopOperatorAsync();
        await world.StartOperatorAsync();
        await UntilDoneAsync(world);

        world.Time.Advance(TimeSpan.FromDays(6.9));

        await world.UntilAsync("manual", p => p.Is(ConditionTypes.ActionItemsOverdue), "is overdue");
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("remove key")]
    [InlineData("delete")]
    [InlineData("take label")]
    public async Task A_document_that_somebody_changed_meanwhile_is_repaired(string change)
    {
        await using var world = await RestingAsync();
        await world.StopOperatorAsync();
        var before = await MarkdownAsync(world, "manual");
        await (change switch
        {
            "edit" => world.PatchConfigMapAsync("manual-postmortem", """{"data":{"postmortem.md":"mine"}}"""),
            "remove key" => world.PatchConfigMapAsync("manual-postmortem", """{"data":{"postmortem.md":null}}"""),
            "take label" => world.PatchConfigMapAsync("manual-postmortem", """{"metadata":{"labels":{"app.kubernetes.io/managed-by":"me"}},"data":{"postmortem.md":"mine"}}"""),
            _ => world.Client.DeleteAsync(Runtime.Client.ResourceType.ConfigMap, new Runtime.ObjectKey("default", "manual-postmortem"), null, CancellationToken.None),
        });

        await world.StartOperatorAsync();

        await Until.TrueAsync(async () => await MarkdownAsync(world, "manual") == before, () => "the document is back");
    }

    [Fact]
    public async Task Evidence_that_is_gone_is_noticed()
    {
        await using var world = await RestingAsync();
        await world.StopOperatorAsync();
        await world.Client.DeleteAsync(Runtime.Client.ResourceType.ConfigMap, new Runtime.ObjectKey("default", "p0-042-evidence"), null, CancellationToken.None);

        await world.StartOperatorAsync();

        await Until.TrueAsync(async () => await world.FindConfigMapAsync("p0-042-evidence") is not null, () => "the evidence was collected again");
    }

    [Fact]
    public async Task A_spec_a_token_or_a_time_that_came_meanwhile_is_dealt_with()
    {
        await using var world = await RestingAsync();
        await world.StopOperatorAsync();
        await world.ApplyAsync("p0-042", Specs.With(Specs.Alerted, "\"authors\":[\"@engineer\"]"));
        world.Time.Advance(TimeSpan.FromDays(7));

        await world.StartOperatorAsync();

        await Until.TrueAsync(async () => (await MarkdownAsync(world, "p0-042")).Contains("@\u2060engineer", StringComparison.Ordinal), () => "the new spec is published");
        await world.UntilAsync("manual", p => p.Is(ConditionTypes.ActionItemsOverdue), "is overdue");

        await world.StopOperatorAsync();
        await world.ApplyAsync("manual", WithDueDate, annotations: $$"""{"{{PostMortemAnnotations.ReconcileAt}}":"now"}""");
        await world.StartOperatorAsync();
        await world.UntilAsync("manual", p => p.Status!.LastHandledReconcileAt == "now", "has served the token");
    }

    [Fact]
    public async Task A_template_that_was_changed_meanwhile_renders_anew()
    {
        var templates = Directory.CreateTempSubdirectory("templates-").FullName;
        var file = Path.Combine(templates, "short.md.scriban");
        await File.WriteAllTextAsync(file, "# One\n", TestContext.Current.CancellationToken);
        await using var world = await World.CreateAsync(withOperator: false);
        await world.StartOperatorAsync(templates: templates);
        await world.ApplyAsync("manual", Specs.With(Specs.Manual, "\"template\":{\"name\":\"short\"}"));
        await Until.TrueAsync(async () => (await MarkdownAsync(world, "manual")).StartsWith("# One", StringComparison.Ordinal), () => "is rendered");
        await world.UntilReadyAsync("manual");
        await world.StopOperatorAsync();
        await File.WriteAllTextAsync(file, "# Two\n", TestContext.Current.CancellationToken);

        await world.StartOperatorAsync(templates: templates);

        await Until.TrueAsync(async () => (await MarkdownAsync(world, "manual")).StartsWith("# Two", StringComparison.Ordinal), () => "is rendered with the new template");
    }

    /// <summary>A resource with frozen evidence, and one with a date that is yet to come, both as they should be.</summary>
    private static async Task<World> RestingAsync()
    {
        var world = await World.CreateAsync(withOperator: false);
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0" };
        await world.StartOperatorAsync();
        await LifeTests.FreezeAsync(world);
        await world.ApplyAsync("manual", WithDueDate);
        await world.UntilReadyAsync("manual");
        foreach (var name in new[] { "p0-042", "manual" })
        {
            await Until.TrueAsync(async () => (await Kubectl.EventsAsync(world, name)).Count > 0, () => $"an event of {name} is sent");
        }

        return world;
    }

    private static Task UntilDoneAsync(World world) => Until.TrueAsync(
        async () => (await Scrape.OfAsync(world.MetricsUrl)) is var scrape
            && scrape.Value("controller_runtime_reconcile_total", "result=\"success\"") + scrape.Value("controller_runtime_reconcile_total", "result=\"requeue_after\"") >= 2
            && scrape.Value("workqueue_depth") == 0
            && scrape.Value("controller_runtime_active_workers") == 0,
        () => "every resource was looked at");

    private static async Task<string> MarkdownAsync(World world, string name) =>
        (await world.FindConfigMapAsync($"{name}-postmortem")) is { } found ? (string?)(found["data"] as JsonObject)?[ConfigMapPublisher.MarkdownKey] ?? "" : "";
}
