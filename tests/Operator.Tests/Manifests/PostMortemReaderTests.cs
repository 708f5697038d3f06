using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Api.Json;
using Operator.Manifests;
using Operator.Tests.Evidence;

namespace Operator.Tests.Manifests;

/// <summary>Manifests are read by hand; the cluster's resources by the serializer. Both must read the same.</summary>
public sealed class PostMortemReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_field_of_a_spec_is_read_as_the_serializer_reads_it(int sparse)
    {
        var json = JsonSerializer.Serialize(new SampleValues { Sparse = sparse }.Of<PostMortemSpec>(), PostMortemJsonContext.Default.PostMortemSpec);

        using var document = JsonDocument.Parse(json);
        Assert.Equal(json, JsonSerializer.Serialize(SpecReader.Read(document.RootElement), PostMortemJsonContext.Default.PostMortemSpec));
    }

    [Fact]
    public void What_the_manifest_leaves_out_has_the_value_that_the_type_starts_with()
    {
        const string Least = """
            {"title":"T","severity":"P0","services":["s"],"timeline":[{"at":"2025-12-14T07:00:00Z","event":"e"}],"detection":{"alerts":[{"name":"a"}]},
             "actionItems":[{"id":"A","title":"t","verify":{"query":"q"}}],"outputs":{"configMap":{}},"prometheus":{},"review":{},"references":{},
             "slos":[{"name":"a","objective":99,"timeSlice":{},"sli":{}}],"analysis":{},"lessonsLearned":{},"prevention":{},"impact":{},"summary":{}}
            """;

        using var document = JsonDocument.Parse(Least);
        Assert.Equal(
            JsonSerializer.Serialize(JsonSerializer.Deserialize(Least, PostMortemJsonContext.Default.PostMortemSpec)!, PostMortemJsonContext.Default.PostMortemSpec),
            JsonSerializer.Serialize(SpecReader.Read(document.RootElement), PostMortemJsonContext.Default.PostMortemSpec));
    }

    [Fact]
    public void Every_name_of_an_enum_is_read()
    {
        foreach (var type in typeof(PostMortemSpec).Assembly.GetTypes().Where(t => t.IsEnum && t.Namespace == typeof(PostMortemSpec).Namespace))
        {
            Assert.Equal(Enumerable.Range(0, Enum.GetNames(type).Length), Enum.GetValues(type).Cast<object>().Select(v => (int)v));
        }
    }

    [Fact]
    public void Metadata_is_read_as_the_serializer_reads_it()
    {
        const string Json = """
            {"apiVersion":"postmortem.dev/v1alpha1","kind":"PostMortem","spec":{"title":"T","severity":"P1","services":["s"]},
             "metadata":{"name":"n","namespace":"ns","uid":"u","generation":7,"creationTimestamp":"2025-12-14T07:05:00Z","labels":{"a":"b"},"annotations":{"c":"d"}}}
            """;

        using var document = JsonDocument.Parse(Json);
        Assert.Equal(
            JsonSerializer.Serialize(JsonSerializer.Deserialize(Json, PostMortemJsonContext.Default.PostMortem)!, PostMortemJsonContext.Default.PostMortem),
            JsonSerializer.Serialize(PostMortemReader.Read(document.RootElement), PostMortemJsonContext.Default.PostMortem));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json)!["metadata"], JsonNode.Parse(JsonSerializer.Serialize(PostMortemReader.Read(document.RootElement), PostMortemJsonContext.Default.PostMortem))!["metadata"]));
    }
}
