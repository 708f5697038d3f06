using System.Text.Json;
using Operator.Reconciling;

namespace Operator.Tests.Reconciling;

/// <summary>Fields that somebody manages and that the API server does not show, and whether its schema says that they are hidden or lost.</summary>
public sealed class HiddenFieldsTests
{
    private const string Schema = """
        {"properties":{"spec":{"properties":{
          "title":{"type":"string"},
          "labels":{"type":"object","additionalProperties":{"type":"string"}},
          "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
          "slos":{"type":"array","items":{"properties":{"name":{"type":"string"},"sli":{"properties":{"ratio":{}}}}}}}}}}
        """;

    private static readonly JsonSerializerOptions Options = new() { Converters = { new LivePostMortemConverter() } };

    [Theory]
    [InlineData("""{"f:title":{},"f:severity":{},"f:services":{}}""", "")]
    [InlineData("""{".":{},"f:title":{},"f:later":{},"f:other":{"f:inner":{}}}""", "spec.later,spec.other")]
    [InlineData("""{"f:slos":{".":{},"k:{\"name\":\"a\"}":{".":{},"f:name":{},"f:later":{}},"k:{\"name\":\"gone\"}":{"f:later":{}}}}""", "spec.slos.later")]
    [InlineData("""{"f:services":{"v:\"s\"":{},"i:0":{}}}""", "")]
    [InlineData("""{"f:title":{"f:inner":{}}}""", "")]
    public void What_is_managed_and_not_there_is_missing(string managed, string missing)
    {
        var live = JsonSerializer.Deserialize<LivePostMortem>(
            $$$$"""
            {"metadata":{"uid":"u","managedFields":[{"manager":"a","fieldsV1":{"f:status":{"f:later":{}} }},{"manager":"b","fieldsV1":{"f:spec":{{{{managed}}}} }}]},
             "spec":{"title":"t","severity":"P0","services":["s"],"slos":[{"name":"a","objective":99.9,"sli":{"ratio":{"errors":"a","total":"b"}}}]}}
            """,
            Options)!;

        Assert.Equal(missing, string.Join(',', live.MissingFields.Select(f => string.Join('.', f))));
    }

    [Theory]
    [InlineData("spec.title", true)]
    [InlineData("spec.later", false)]
    [InlineData("spec.slos.name", true)]
    [InlineData("spec.slos.sli.ratio", true)]
    [InlineData("spec.slos.sli.later", false)]
    [InlineData("spec.labels.anything", true)]
    [InlineData("spec.free.any.thing", true)]
    [InlineData("spec.title.inner", false)]
    public void What_the_schema_does_not_know_is_hidden(string field, bool known)
    {
        using var schema = JsonDocument.Parse(Schema);

        Assert.Equal(known, HiddenFields.Knows(schema.RootElement, field.Split('.')));
    }
}
