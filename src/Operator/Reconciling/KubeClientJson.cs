using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Operator.Api.Json;
using Operator.Publishing;
using Operator.Runtime.KubeApi;

namespace Operator.Reconciling;

/// <summary>Serialiser options for the API client: the types of every reconcile go through source-generated code.</summary>
internal static class KubeClientJson
{
    public static JsonSerializerOptions CreateOptions()
    {
        var options = KubeJson.CreateOptions();
        options.Converters.Insert(0, new LivePostMortemConverter());
        options.Converters.Insert(0, new ContextConverter<ConfigMapObject>(ConfigMapJson.Instance.ConfigMapObject));
        options.Converters.Insert(0, new ContextConverter<Api.PostMortemStatus>(PostMortemJsonContext.Default.PostMortemStatus));
        return options;
    }

    /// <summary>Hands one type over to a generated context, whose own options then hold.</summary>
    private sealed class ContextConverter<T>(JsonTypeInfo<T> type) : JsonConverter<T>
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize(ref reader, type);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, type);
    }
}
