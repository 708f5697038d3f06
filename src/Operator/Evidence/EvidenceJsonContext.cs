using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>How evidence is written and read: camel case, enums by name, times to the millisecond, nothing for what is absent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(MillisecondTimeConverter)])]
[JsonSerializable(typeof(IncidentEvidence))]
internal sealed partial class EvidenceJsonContext : JsonSerializerContext;
