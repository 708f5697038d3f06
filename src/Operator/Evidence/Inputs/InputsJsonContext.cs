using System.Text.Json.Serialization;
using Operator.Api.Json;

namespace Operator.Evidence.Inputs;

/// <summary>How inputs are written before their digest is taken. What is null is left out, so that a field that is added later shifts no digest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(MillisecondTimeConverter)])]
[JsonSerializable(typeof(AlertsInputs))]
[JsonSerializable(typeof(ObjectiveInputs))]
[JsonSerializable(typeof(QueryInputs))]
[JsonSerializable(typeof(InputsV1))]
internal sealed partial class InputsJsonContext : JsonSerializerContext;
