using System.Text.Json;
using System.Text.Json.Serialization;
using Operator.Runtime.Events;
using Operator.Runtime.Leases;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Client;

/// <summary>What the runtime itself sends and reads, without reflection, which costs a start tens of milliseconds and memory for good.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(DeleteOptions))]
[JsonSerializable(typeof(EventSeriesPatch))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(KubeEvent))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(ObjectPage))]
[JsonSerializable(typeof(PartialObject))]
[JsonSerializable(typeof(WatchLine))]
internal sealed partial class RuntimeJsonContext : JsonSerializerContext;
