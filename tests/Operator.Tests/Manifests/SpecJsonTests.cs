using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Api.Json;

namespace Operator.Tests.Manifests;

/// <summary>How the types of a spec are read.</summary>
public sealed class SpecJsonTests
{
    [Fact]
    public void What_a_spec_leaves_out_has_the_value_that_the_definition_gives_it()
    {
        const string Least = """
            {"title":"T","severity":"P0","services":["s"],"timeline":[{"at":"2025-12-14T07:00:00Z","event":"e"}],"detection":{"alerts":[{"name":"a"}]},
             "actionItems":[{"id":"A","title":"t","verify":{"query":"q"}}],"outputs":{"configMap":{}},"prometheus":{},
             "slos":[{"name":"a","objective":99,"timeSlice":{},"sli":{}}]}
            """;

        var spec = JsonSerializer.Deserialize(Least, PostMortemJsonContext.Default.PostMortemSpec)!;

        Assert.Equal("UTC", spec.TimeZone);
        Assert.Equal("5m", spec.Interval);
        Assert.Equal("default", spec.Prometheus!.Source);
        Assert.Equal(TimelineEntryType.Note, spec.Timeline[0].Type);
        Assert.Equal(ActionItemPriority.Medium, spec.ActionItems[0].Priority);
        Assert.Equal("1h", spec.ActionItems[0].Verify!.For);
        Assert.Equal("30d", spec.Slos[0].Window);
        Assert.Equal("1m", spec.Slos[0].TimeSlice!.Window);
        Assert.True(spec.Outputs!.ConfigMap!.Enabled);
        Assert.Empty(spec.Detection!.Alerts[0].Labels);
        Assert.Empty(spec.Authors);
        Assert.Null(spec.Analysis);
    }

    [Theory]
    [InlineData("""{"severity":"P0","services":["s"]}""")]
    [InlineData("""{"title":null,"severity":"P0","services":["s"]}""")]
    [InlineData("""{"title":"T","severity":"P0","services":["s"],"authors":null}""")]
    [InlineData("""{"title":"T","severity":"P0","services":["s"],"interval":5}""")]
    [InlineData("""{"title":"T","severity":"P99","services":["s"]}""")]
    [InlineData("""{"title":"T","severity":"P0","services":["s"],"actionItems":[{"id":"A","title":"t","dueDate":"soon"}]}""")]
    public void A_value_that_is_missing_or_of_another_type_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, PostMortemJsonContext.Default.PostMortemSpec));

    [Fact]
    public void Metadata_keeps_what_an_api_server_sends()
    {
        const string Json = """
            {"apiVersion":"postmortem.dev/v1alpha1","kind":"PostMortem","spec":{"title":"T","severity":"P1","services":["s"]},
             "metadata":{"name":"n","namespace":"ns","uid":"u","generation":7,"creationTimestamp":"2025-12-14T07:05:00Z","labels":{"a":"b"},"annotations":{"c":"d"}}}
            """;

        var read = JsonSerializer.Deserialize(Json, PostMortemJsonContext.Default.PostMortem)!;

        var written = JsonNode.Parse(JsonSerializer.Serialize(read, PostMortemJsonContext.Default.PostMortem))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json)!["metadata"], written["metadata"]));
    }
}
