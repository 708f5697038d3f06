using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>Clusters in which others have a say: GitOps tools, policies, quotas.</summary>
public class SharedClusterTests
{
    /// <summary>Argo CD and Flux delete what carries their mark and is not in Git.</summary>
    [Fact]
    public async Task Documents_and_evidence_carry_no_mark_of_the_tool_that_applied_the_resource()
    {
        await using var world = await World.CreateAsync();
        await LifeTests.FreezeAsync(world);
        await world.ApplyAsync(
            "p0-042",
            Specs.With(Specs.Alerted, "\"authors\":[\"@engineer\"]"),
            annotations: """{"argocd.argoproj.io/tracking-id":"app:postmortem.dev/PostMortem:default/p0-042","kustomize.toolkit.fluxcd.io/checksum":"1"}""");
        await world.UntilReadyAsync("p0-042");

        foreach (var name in new[] { "p0-042-postmortem", "p0-042-evidence" })
        {
            var metadata = (await world.FindConfigMapAsync(name))!["metadata"]!;
            var marks = Keys(metadata["labels"]).Concat(Keys(metadata["annotations"]));
            Assert.DoesNotContain(marks, key => key.Contains("argoproj", StringComparison.Ordinal) || key.Contains("fluxcd", StringComparison.Ordinal));
        }
    }

    /// <summary>A policy may add to what the operator writes; who then compares whole objects writes for ever.</summary>
    [Fact]
    public async Task What_a_policy_adds_to_a_document_is_left_alone()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Specs.Manual);
        await world.UntilReadyAsync("p0-042");
        await world.PatchConfigMapAsync("p0-042-postmortem", """{"metadata":{"labels":{"policy.example.com/checked":"yes"},"annotations":{"policy.example.com/by":"kyverno"}}}""");
        var before = (await world.FindConfigMapAsync("p0-042-postmortem"))!;
        var writes = WritesToConfigMaps(world);

        await world.ApplyAsync("p0-042", Specs.Manual, annotations: """{"postmortem.dev/reconcile-at":"now"}""");
        await world.UntilAsync("p0-042", p => p.Status?.LastHandledReconcileAt == "now", "has looked again");

        var after = (await world.FindConfigMapAsync("p0-042-postmortem"))!;
        Assert.Equal("yes", (string?)after["metadata"]!["labels"]!["policy.example.com/checked"]);
        Assert.Equal(before["metadata"]!["resourceVersion"]!.ToJsonString(), after["metadata"]!["resourceVersion"]!.ToJsonString());
        Assert.Equal(writes, WritesToConfigMaps(world));
    }

    /// <summary>403 is not always a missing role: the server's words say what it is, and it is tried again.</summary>
    [Theory]
    [InlineData("configmaps \"p0-042-postmortem\" is forbidden: exceeded quota: documents, requested: configmaps=1, used: configmaps=0, limited: configmaps=0", "exceeded quota")]
    [InlineData("configmaps \"p0-042-postmortem\" is forbidden: unable to create new content in namespace default because it is being terminated", "being terminated")]
    public async Task A_quota_or_a_policy_that_forbids_is_named_and_waited_for(string message, string named)
    {
        await using var world = await World.CreateAsync();
        world.Server.Faults = async (request, http) =>
        {
            if (request.Agent != World.Operator || !IsWriteToConfigMap(request))
            {
                return FaultOutcome.Continue;
            }

            http.Response.StatusCode = 403;
            await http.Response.WriteAsJsonAsync(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = "Forbidden", ["code"] = 403, ["message"] = message });
            return FaultOutcome.Handled;
        };
        await world.ApplyAsync("p0-042", Specs.Manual);

        var waiting = await world.UntilAsync("p0-042", p => p.Is(ConditionTypes.Reconciling) && p.Reason(ConditionTypes.Published) == Reasons.OutputUnavailable, "waits");
        Assert.Contains(named, waiting.Message(ConditionTypes.Published));

        world.Server.Faults = null;
        await world.UntilReadyAsync("p0-042");
    }

    /// <summary>Only the sandbox sees writes that change nothing.</summary>
    private static int WritesToConfigMaps(World world) => world.IsOnKubeApiServer ? 0 : world.Server.Requests.Recent.Count(IsWriteToConfigMap);

    private static bool IsWriteToConfigMap(RecordedRequest request) => request.Agent == World.Operator && request.IsWrite && request.Resource.StartsWith("configmaps", StringComparison.Ordinal);

    private static IEnumerable<string> Keys(JsonNode? map) => map?.AsObject().Select(m => m.Key) ?? [];
}
