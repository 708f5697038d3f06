using System.Text.Json.Serialization;

namespace Operator.Crds;

/// <summary>How schemas are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StructuralSchema))]
internal sealed partial class SchemaJsonContext : JsonSerializerContext;
