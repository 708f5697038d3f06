using System.Text.Json;
using System.Text.Json.Serialization;
using Operator.Core.Budgets;

namespace Operator.Configuration;

/// <summary>Reads and writes durations such as 30s, as Prometheus does.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PrometheusDuration.TryParse(reader.GetString(), out var duration)
            ? duration
            : throw new JsonException($"'{reader.GetString()}' is not a duration such as 30s or 1m30s");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(PrometheusDuration.Format(value));
}
