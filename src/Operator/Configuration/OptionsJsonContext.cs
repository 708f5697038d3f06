using System.Text.Json.Serialization;

namespace Operator.Configuration;

/// <summary>How the configuration is written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(DurationConverter)])]
[JsonSerializable(typeof(OperatorOptions))]
internal sealed partial class OptionsJsonContext : JsonSerializerContext;
