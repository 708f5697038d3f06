using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Operator.Runtime.Client;

/// <summary>Serialiser options that read and write Kubernetes objects.</summary>
public static class KubeJson
{
    /// <summary>
    /// Options that know the given types and those that the runtime itself sends and reads, and no others: what is not named costs no
    /// memory, and a compiled program does not hold code for every type of Kubernetes.
    /// </summary>
    /// <param name="types">Generated contexts, or resolvers of one's own; null for the runtime's types alone.</param>
    public static JsonSerializerOptions CreateOptions(IJsonTypeInfoResolver? types = null) => new(RuntimeJsonContext.Default.Options)
    {
        TypeInfoResolver = types is null ? RuntimeJsonContext.Default : JsonTypeInfoResolver.Combine(types, RuntimeJsonContext.Default),
    };
}

/// <summary>
/// Writes <c>MicroTime</c> with exactly six decimals. Go's parser refuses any other number of them, and the converter
/// of KubernetesClient writes none for a whole second.
/// </summary>
public sealed class MicroTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : throw new JsonException("A time is not in RFC 3339 form.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
