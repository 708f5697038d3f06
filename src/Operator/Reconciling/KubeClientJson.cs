using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;
using Operator.Api;
using Operator.Api.Json;
using Operator.Metrics;
using Operator.Publishing;
using Operator.Publishing.Git;
using Operator.Runtime.Client;

namespace Operator.Reconciling;

/// <summary>Serialiser options for the API client: the types of every reconcile go through source-generated code.</summary>
internal static class KubeClientJson
{
    public static JsonSerializerOptions CreateOptions() => KubeJson.CreateOptions(new OperatorTypes());

    private sealed class OperatorTypes : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => type switch
        {
            _ when type == typeof(LivePostMortem) => JsonMetadataServices.CreateValueInfo<LivePostMortem>(options, new LivePostMortemConverter()),
            _ when type == typeof(ConfigMapObject) => Of(ConfigMapJson.Instance.ConfigMapObject, options),
            _ when type == typeof(PostMortemStatus) => Of(PostMortemJsonContext.Default.PostMortemStatus, options),
            _ when type == typeof(V1TokenReview) => Of(ReviewsJsonContext.Default.V1TokenReview, options),
            _ when type == typeof(V1SubjectAccessReview) => Of(ReviewsJsonContext.Default.V1SubjectAccessReview, options),
            _ when type == typeof(SecretObject) => Of(SecretJson.Default.SecretObject, options),
            _ => null,
        };

        private static JsonTypeInfo<T> Of<T>(JsonTypeInfo<T> type, JsonSerializerOptions options) =>
            JsonMetadataServices.CreateValueInfo<T>(options, new ContextConverter<T>(type));
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
