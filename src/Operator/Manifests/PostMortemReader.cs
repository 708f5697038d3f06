using System.Text.Json;
using k8s.Models;
using Operator.Api;
using Operator.PlainJson;

namespace Operator.Manifests;

/// <summary>Makes the API's types of a manifest or of a live resource, without a status. A test holds that it reads what the serializer reads.</summary>
internal static class PostMortemReader
{
    /// <exception cref="JsonException">A field is missing, null or of another type.</exception>
    public static PostMortem Read(JsonElement json) => new()
    {
        ApiVersion = json.Text("apiVersion", PostMortem.GroupVersion),
        Kind = json.Text("kind", PostMortem.KindName),
        Metadata = json.Field("metadata") is { } metadata ? Metadata(metadata) : new V1ObjectMeta(),
        Spec = SpecReader.Read(json.Required("spec")),
    };

    // What people write, and what a server keeps that a rendering uses.
    private static V1ObjectMeta Metadata(JsonElement json) => new()
    {
        Name = json.OptionalText("name"),
        NamespaceProperty = json.OptionalText("namespace"),
        Uid = json.OptionalText("uid"),
        ResourceVersion = json.OptionalText("resourceVersion"),
        Generation = json.OptionalWhole("generation"),
        CreationTimestamp = json.Field("creationTimestamp")?.GetDateTime(),
        DeletionTimestamp = json.Field("deletionTimestamp")?.GetDateTime(),
        Labels = json.Field("labels")?.Map(),
        Annotations = json.Field("annotations")?.Map(),
    };
}
