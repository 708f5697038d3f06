using System.Text.Json.Serialization;

namespace Operator.Api.Json;

/// <summary>
/// How the API types are written and read: camel case, enums by name, nothing for what is absent. Optional properties that start
/// with a value have a set accessor, not init: generated code sets every init property, also those that the JSON leaves out.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(MillisecondTimeConverter)])]
[JsonSerializable(typeof(PostMortem))]
[JsonSerializable(typeof(PostMortemSpec))]
[JsonSerializable(typeof(PostMortemStatus))]
public sealed partial class PostMortemJsonContext : JsonSerializerContext;
