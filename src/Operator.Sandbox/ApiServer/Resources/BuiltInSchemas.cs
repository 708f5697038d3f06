using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>The schemas of the built-in kinds, from the embedded <c>BuiltInSchemas.yaml</c>.</summary>
internal static class BuiltInSchemas
{
    private static readonly JsonObject Definitions = Load();

    public static StructuralSchema ObjectMeta { get; } = Named("ObjectMeta");

    public static StructuralSchema Named(string name) => new SchemaParser(Definitions).Parse((JsonObject)Definitions[name]!);

    private static JsonObject Load()
    {
        var assembly = typeof(BuiltInSchemas).Assembly;
        using var stream = assembly.GetManifestResourceStream("Operator.Sandbox.BuiltInSchemas.yaml")!;
        using var reader = new StreamReader(stream);
        return (JsonObject)YamlDecoder.Decode(reader.ReadToEnd())!;
    }
}
