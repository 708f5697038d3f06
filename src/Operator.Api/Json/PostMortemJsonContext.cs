using System.Text.Json.Serialization;

namespace Operator.Api.Json;

/// <summary>How the API types are written and read: camel case, enums by name, nothing for what is absent.</summary>
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
