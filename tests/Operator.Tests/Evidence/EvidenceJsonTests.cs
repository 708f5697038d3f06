using System.Text.Json;
using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.PlainJson;

namespace Operator.Tests.Evidence;

/// <summary>Evidence is written and read by hand; the types say what belongs in it, as a serializer understands them.</summary>
public sealed class EvidenceJsonTests
{
    private static readonly JsonSerializerOptions Serializer = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new MillisecondTimeConverter(), new JsonStringEnumConverter() },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_field_of_the_types_is_written_as_a_serializer_writes_it(int sparse)
    {
        var evidence = new SampleValues { Sparse = sparse }.Of<IncidentEvidence>();

        Assert.Equal(JsonSerializer.Serialize(evidence, Serializer), Written(evidence));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_field_is_read_again(int sparse)
    {
        var json = Written(new SampleValues { Sparse = sparse }.Of<IncidentEvidence>());

        using var document = JsonDocument.Parse(json);
        Assert.Equal(json, Written(EvidenceReader.Read(document.RootElement)));
    }

    [Fact]
    public void What_the_JSON_leaves_out_keeps_the_value_that_the_type_starts_with()
    {
        const string Least = """
            {"collectedAt":"2025-12-14T07:00:00Z","alerts":[{"name":"a"}],"queries":[{"purpose":"p","expression":"e","time":"2025-12-14T07:00:00Z"}],
             "slos":[{"name":"s","kind":"Raw","window":{"start":"2025-12-14T07:00:00Z","end":"2025-12-14T08:00:00Z"},"windowSeconds":1,
                      "slices":[{"start":"2025-12-14T07:00:00Z","seconds":60}],"before":{}}],"impact":{}}
            """;

        Assert.Equal(JsonSerializer.Serialize(JsonSerializer.Deserialize<IncidentEvidence>(Least, Serializer), Serializer), Written(Read(Least)));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"collectedAt":null}""")]
    [InlineData("""{"collectedAt":"yesterday"}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","alerts":null}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","alerts":{}}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","warnings":[1]}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","inputsDigest":null}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","source":{"serverVersion":"3"}}""")]
    [InlineData("""{"collectedAt":"2025-12-14T07:00:00Z","slos":[{"name":"s","kind":"Guess"}]}""")]
    [InlineData("""[]""")]
    public void What_a_serializer_refuses_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<IncidentEvidence>(json, Serializer));
        Assert.True(Record.Exception(() => Read(json)) is JsonException or InvalidOperationException or FormatException);
    }

    private static IncidentEvidence Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return EvidenceReader.Read(document.RootElement);
    }

    private static string Written(IncidentEvidence evidence) =>
        System.Text.Encoding.UTF8.GetString(JsonOutput.Bytes(json => new EvidenceWriter(json).Write(evidence)));
}
