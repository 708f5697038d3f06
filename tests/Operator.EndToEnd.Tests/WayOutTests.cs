using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>Each message of Stalled names a way out, and it works: every test does what the message says.</summary>
public class WayOutTests
{
    [Fact]
    public async Task Of_an_unknown_time_zone_a_name_that_is_known()
    {
        await using var world = await World.CreateAsync();
        await LeavesAsync(world, With("\"timeZone\":\"Europe/Moskow\""), Reasons.TimeZoneUnknown, "did you mean Europe/Moscow", With("\"timeZone\":\"Europe/Moscow\""));
    }

    [Fact]
    public async Task Of_a_window_that_is_no_duration_one_that_is()
    {
        await using var world = await World.CreateAsync();
        string Slo(string window) => With($"\"slos\":[{{\"name\":\"a\",\"objective\":99,\"window\":\"{window}\",\"sli\":{{\"raw\":{{\"errorRatioQuery\":\"x\"}}}}}}]");
        await LeavesAsync(world, Slo("0d"), Reasons.InvalidSpec, "such as 30d", Slo("30d"));
    }

    [Fact]
    public async Task Of_a_name_that_is_kept_for_the_evidence_another()
    {
        await using var world = await World.CreateAsync();
        string Output(string name) => With($"\"outputs\":{{\"configMap\":{{\"name\":\"{name}\"}}}}");
        await LeavesAsync(world, Output("p0-042-evidence"), Reasons.InvalidSpec, "choose another name", Output("other"));
    }

    [Fact]
    public async Task Of_a_value_that_is_not_known_one_that_is()
    {
        await using var world = await World.CreateAsync(crd: LenientCrd.WithAnySeverity());
        await LeavesAsync(world, Specs.Manual.Replace("\"P0\"", "\"P9\"", StringComparison.Ordinal), Reasons.InvalidSpec, "then correct the value", Specs.Manual);
    }

    [Fact]
    public async Task Of_a_template_that_is_not_installed_the_built_in_one_or_its_installation()
    {
        var templates = Directory.CreateTempSubdirectory("templates-").FullName;
        await using var world = await World.CreateAsync(withOperator: false);
        await world.StartOperatorAsync(templates: templates);
        await LeavesAsync(world, With("\"template\":{\"name\":\"own\"}"), Reasons.TemplateUnknown, "leave it out for the built-in one", Specs.Manual);

        await world.ApplyAsync("p0-042", With("\"template\":{\"name\":\"own\"}"));
        var stalled = await world.UntilStalledAsync("p0-042", Reasons.TemplateUnknown);
        Assert.Contains("install own.md.scriban there", stalled.Message(ConditionTypes.Stalled));
        await File.WriteAllTextAsync(Path.Combine(templates, "own.md.scriban"), "# {{ header.title }}");
        await UntilReadyLaterAsync(world);
    }

    [Fact]
    public async Task Of_a_template_with_an_error_its_correction()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("templates-").FullName, "own.md.scriban");
        await File.WriteAllTextAsync(file, "{{ if title }} nobody ends this");
        await using var world = await World.CreateAsync(withOperator: false);
        await world.StartOperatorAsync(templates: Path.GetDirectoryName(file));
        await world.ApplyAsync("p0-042", With("\"template\":{\"name\":\"own\"}"));

        var stalled = await world.UntilStalledAsync("p0-042", Reasons.TemplateInvalid);
        Assert.Contains("correct its file", stalled.Message(ConditionTypes.Stalled));
        await File.WriteAllTextAsync(file, "# {{ header.title }}");
        await UntilReadyLaterAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_ConfigMap_of_somebody_else_another_name_or_its_removal(bool rename)
    {
        await using var world = await World.CreateAsync();
        var taken = new ObjectKey("default", "p0-042-postmortem");
        await world.Client.ApplyAsync(
            ResourceType.ConfigMap, taken, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p0-042-postmortem"}}"""u8.ToArray(), "somebody", false, null, CancellationToken.None);
        await world.ApplyAsync("p0-042", Specs.Manual);
        var stalled = await world.UntilStalledAsync("p0-042", Reasons.OutputConflict);
        Assert.Contains("name another in spec.outputs.configMap.name, or remove that one", stalled.Message(ConditionTypes.Stalled));

        if (rename)
        {
            await world.ApplyAsync("p0-042", With("\"outputs\":{\"configMap\":{\"name\":\"other\"}}"));
        }
        else
        {
            await world.Client.DeleteAsync(ResourceType.ConfigMap, taken, null, CancellationToken.None);
        }

        await UntilReadyLaterAsync(world);
    }

    [Fact]
    public async Task Of_a_document_that_the_server_finds_too_large_fewer_formats()
    {
        await using var world = await World.CreateAsync(withOperator: false);
        world.Server.Faults = (request, http) =>
        {
            if (request.Agent != World.Operator || !request.IsWrite || request.Name != "p0-042-postmortem" || http.Request.ContentLength < 12_000)
            {
                return ValueTask.FromResult(FaultOutcome.Continue);
            }

            http.Response.StatusCode = 413;
            return ValueTask.FromResult(FaultOutcome.Handled);
        };
        await world.StartOperatorAsync();
        await LeavesAsync(
            world, Specs.Manual, Reasons.DocumentTooLarge, "leave formats out in spec.outputs.configMap.formats", With("\"outputs\":{\"configMap\":{\"formats\":[\"markdown\"]}}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_evidence_that_was_edited_its_restoration_or_a_refresh(bool restore)
    {
        await using var world = await World.CreateAsync();
        var frozen = await LifeTests.FreezeAsync(world);
        var saved = (await world.FindConfigMapAsync("p0-042-evidence"))!["binaryData"]!["evidence.json.gz"]!.GetValue<string>();
        world.Prometheus.FiringAt = null;
        await world.PatchConfigMapAsync("p0-042-evidence", """{"binaryData":{"evidence.json.gz":"aGVsbG8="}}""");
        var stalled = await world.UntilStalledAsync("p0-042", Reasons.EvidenceInvalid);
        Assert.Contains("set annotation postmortem.dev/refresh-evidence to accept what Prometheus still knows, or restore what was saved", stalled.Message(ConditionTypes.Stalled));

        if (restore)
        {
            await world.PatchConfigMapAsync("p0-042-evidence", new JsonObject { ["binaryData"] = new JsonObject { ["evidence.json.gz"] = saved } }.ToJsonString());
            var restored = await world.UntilReadyAsync("p0-042");
            Assert.Equal(frozen.Status!.Evidence, restored.Status!.Evidence);
        }
        else
        {
            await world.ApplyAsync("p0-042", Specs.Alerted, annotations: """{"postmortem.dev/refresh-evidence":"accept"}""");
            var accepted = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Status!.LastHandledRefreshAt == "accept", "accepts what is left");
            Assert.Equal(Reasons.NoAlertFound, accepted.Reason(ConditionTypes.EvidenceCollected));
        }
    }

    [Fact]
    public async Task While_evidence_is_stalled_what_people_do_is_still_followed()
    {
        await using var world = await World.CreateAsync();
        await LifeTests.FreezeAsync(world);
        world.Prometheus.FiringAt = null;
        await world.PatchConfigMapAsync("p0-042-evidence", """{"binaryData":{"evidence.json.gz":"aGVsbG8="}}""");
        await world.UntilStalledAsync("p0-042", Reasons.EvidenceInvalid);

        await world.ApplyAsync("p0-042", Specs.With(Specs.Alerted, "\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"t\",\"state\":\"Done\"}]"));

        var followed = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Is("action-item/AI-1"), "has its action item");
        Assert.Equal(Reasons.EvidenceInvalid, followed.Reason(ConditionTypes.Stalled));
        Assert.Equal("1/1", followed.Status!.Summary!.ActionItems);
        Assert.DoesNotContain("actionItems", followed.Status.Document!.MissingSections!);
    }

    [Fact]
    public async Task Nothing_that_was_asked_before_stays_once_it_is_asked_no_more()
    {
        await using var world = await World.CreateAsync();
        var asking = Specs.With(Specs.Alerted, "\"slos\":[{\"name\":\"a\",\"objective\":99,\"sli\":{\"raw\":{\"errorRatioQuery\":\"x\"}}}],\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"t\"}]");
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        world.Prometheus.LastFiringAt = World.Start.AddMinutes(-18);
        await world.ApplyAsync("p0-042", asking);
        var lacking = await world.UntilReadyAsync("p0-042");
        Assert.Equal((false, Reasons.NoData), (lacking.Is(ConditionTypes.EvidenceCollected), lacking.Reason(ConditionTypes.EvidenceCollected)));

        await world.ApplyAsync("p0-042", """{"title":"Email service outage","severity":"P0","services":["email-service"]}""");
        var removed = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Is(ConditionTypes.EvidenceCollected), "asks for nothing");
        Assert.DoesNotContain("slos[0]", removed.Message(ConditionTypes.Ready));
        Assert.DoesNotContain("slos[0]", removed.Message(ConditionTypes.EvidenceCollected));
        Assert.Null(removed.Reason("action-item/AI-1"));
    }

    private static string With(string more) => Specs.With(Specs.Manual, more);

    private static async Task LeavesAsync(World world, string bad, string reason, string wayOut, string good)
    {
        await world.ApplyAsync("p0-042", bad);
        var stalled = await world.UntilStalledAsync("p0-042", reason);
        Assert.Contains(wayOut, stalled.Message(ConditionTypes.Stalled));

        await world.ApplyAsync("p0-042", good);
        await world.UntilReadyAsync("p0-042");
    }

    /// <summary>Nobody tells the operator of what happens outside; it looks again after the interval.</summary>
    private static async Task UntilReadyLaterAsync(World world)
    {
        await world.UntilAsync(
            "p0-042",
            p =>
            {
                world.Time.Advance(TimeSpan.FromMinutes(1));
                return p.IsCurrent && p.Is(ConditionTypes.Ready);
            },
            "is ready");
    }
}
