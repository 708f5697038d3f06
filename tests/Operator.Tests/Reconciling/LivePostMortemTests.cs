using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Reconciling;
using Operator.Tests.Rendering;

namespace Operator.Tests.Reconciling;

/// <summary>Objects that a CRD of another version let through.</summary>
public sealed class LivePostMortemTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new LivePostMortemConverter() } };

    [Fact]
    public void A_value_that_is_not_known_is_told_by_its_field_and_its_mend_and_by_no_type_of_ours()
    {
        var live = JsonSerializer.Deserialize<LivePostMortem>(
            """{"metadata":{"uid":"u","generation":3},"spec":{"title":"t","severity":"P9","services":["s"]}}""", Options)!;

        Assert.Null(live.Resource);
        Assert.Equal(3, live.Metadata.Generation);
        Assert.StartsWith("spec.severity: ", live.Problem, StringComparison.Ordinal);
        Assert.Contains("CustomResourceDefinition", live.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Operator.", live.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_is_read_with_all_of_its_metadata_that_counts_and_with_its_status()
    {
        var live = JsonSerializer.Deserialize<LivePostMortem>(
            """
            {"apiVersion":"postmortem.dev/v1alpha1","kind":"PostMortem",
             "metadata":{"name":"n","namespace":"ns","uid":"u","resourceVersion":"12","generation":3,"deletionTimestamp":"2025-12-14T07:05:00Z",
               "annotations":{"postmortem.dev/reconcile-at":"x"},"managedFields":[{"manager":"kubectl","fieldsV1":{"f:spec":{}}}]},
             "spec":{"title":"t","severity":"P0","services":["s"]},
             "status":{"observedGeneration":2,"conditions":[{"type":"Ready","status":"True","reason":"Succeeded","message":"m","lastTransitionTime":"2025-12-14T07:05:00Z"}]}}
            """,
            Options)!;

        Assert.Null(live.Problem);
        Assert.Equal(new LiveMetadata { Uid = "u", ResourceVersion = "12", Generation = 3, DeletionTimestamp = new DateTimeOffset(2025, 12, 14, 7, 5, 0, TimeSpan.Zero) }, live.Metadata);
        Assert.Equal("x", live.Resource!.Metadata.Annotations["postmortem.dev/reconcile-at"]);
        Assert.Equal(2, live.Status!.ObservedGeneration);
        Assert.Equal("Ready", Assert.Single(live.Status.Conditions!).Type);
    }

    [Theory]
    [InlineData("""{"metadata":{"uid":"u"},"spec":{"title":1,"severity":"P0","services":["s"]}}""", "spec.title: ")]
    [InlineData("""{"metadata":{"uid":"u"},"spec":{"title":"t","severity":"P0","services":["s"],"timeline":[{"at":"noon","event":"e"}]}}""", "spec.timeline[0].at: ")]
    [InlineData("""{"metadata":{"uid":"u"},"spec":[]}""", "spec: ")]
    [InlineData("""{"metadata":{"uid":"u"}}""", "spec: ")]
    public void Whatever_does_not_fit_is_told_by_its_field(string json, string problem)
    {
        var live = JsonSerializer.Deserialize<LivePostMortem>(json, Options)!;

        Assert.Null(live.Resource);
        Assert.Equal("u", live.Metadata.Uid);
        Assert.StartsWith(problem, live.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_later_version_says_in_a_status_keeps_nothing_else_from_being_read()
    {
        var live = JsonSerializer.Deserialize<LivePostMortem>(
            """
            {"metadata":{"uid":"u"},"spec":{"title":"t","severity":"P0","services":["s"]},
             "status":{"phase":"Gone","evidence":{"state":"Frozen","digest":"d"},"alerts":"many","summary":{"state":"Paused"},"new":1,"observedGeneration":4}}
            """,
            Options)!;

        Assert.Equal(("t", 4L, "d"), (live.Resource!.Spec.Title, live.Status!.ObservedGeneration, live.Status.Evidence!.Digest));
        Assert.Equal((null, null, null), (live.Status.Phase, live.Status.Alerts, live.Status.Summary));
    }

    [Fact]
    public void Whatever_stands_in_a_field_the_resource_is_read_or_its_problem_is_told()
    {
        var whole = JsonSerializer.SerializeToNode(Rendered.Sample("full.yaml"), Api.Json.PostMortemJsonContext.Default.PostMortem)!;
        whole["metadata"] = new JsonObject { ["name"] = "n", ["uid"] = "u", ["creationTimestamp"] = "2025-12-14T07:05:00Z", ["annotations"] = new JsonObject { ["a"] = "b" } };
        string[] values = ["null", "\"\"", "\"P9\"", "1e300", "-1", "0.5", "18446744073709551616", "true", "[]", "{}", "[null]", "[[1]]", "\"9999-12-31T23:59:60Z\"", "\"2025-02-30\"", "\"\\ud800\""];
        foreach (var path in Nodes(whole).Select(n => n.GetPath()).Where(p => p is not ("$.metadata" or "$.metadata.uid")).ToArray())
        {
            var marked = With(whole, path, "@here@");
            foreach (var value in values)
            {
                var live = JsonSerializer.Deserialize<LivePostMortem>(marked.Replace("\"@here@\"", value, StringComparison.Ordinal), Options)!;

                Assert.True(live.Resource is null != live.Problem is null, $"{path} {value}");
                Assert.Equal("u", live.Metadata.Uid);
            }
        }
    }

    [Fact]
    public void What_a_later_version_adds_is_passed_over()
    {
        var live = JsonSerializer.Deserialize<LivePostMortem>(
            """{"metadata":{"uid":"u","new":1},"spec":{"title":"t","severity":"P0","services":["s"],"new":{}},"new":[]}""", Options)!;

        Assert.Equal("t", live.Resource!.Spec.Title);
    }

    private static string With(JsonNode whole, string path, string value)
    {
        var copy = whole.DeepClone();
        Nodes(copy).First(n => n.GetPath() == path).ReplaceWith(value);
        return copy.ToJsonString();
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        var children = node switch
        {
            JsonObject fields => fields.Select(f => f.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(c => Nodes(c).Prepend(c));
    }
}
