using System.Text.Json.Serialization;

namespace Operator.Api.Json;

/// <summary>
/// Writes a status as <see cref="PostMortemJsonContext"/> does, sooner: without converters and checks among the options, generated code
/// writes property after property itself; else the serializer asks each property for its type as it runs.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PostMortemStatus))]
public sealed partial class StatusJsonContext : JsonSerializerContext;
