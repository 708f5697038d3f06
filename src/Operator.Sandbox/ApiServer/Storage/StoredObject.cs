using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Storage;

/// <summary>One immutable version of an object: its UTF-8 JSON, ready to be sent, and what selectors and owners need of it.</summary>
internal sealed class StoredObject
{
    private StoredObject(ObjectKey key, long resourceVersion, byte[] json, JsonObject metadata)
    {
        Key = key;
        ResourceVersion = resourceVersion;
        Json = json;
        Uid = metadata.TextAt("uid") ?? "";
        IsDeleting = metadata.ContainsKey("deletionTimestamp");
        Labels = ReadLabels(metadata);
        Owners = ReadOwners(metadata);
        Finalizers = metadata.ArrayAt("finalizers") is { } array ? [.. array.Select(f => f.AsText() ?? "")] : [];
    }

    public ObjectKey Key { get; }

    public long ResourceVersion { get; }

    public byte[] Json { get; }

    public string Uid { get; }

    public bool IsDeleting { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyList<OwnerReference> Owners { get; }

    public IReadOnlyList<string> Finalizers { get; }

    /// <summary>The same object with other bytes: an answer to a dry run, which has no revision yet.</summary>
    public StoredObject With(byte[] json) => new(Key, ResourceVersion, json, JsonDecoder.DecodeObject(json).Metadata());

    /// <summary>A fresh tree that the caller may change.</summary>
    public JsonObject ToNode() => JsonDecoder.DecodeObject(Json);

    public static StoredObject Create(ObjectKey key, long resourceVersion, JsonObject value)
    {
        var metadata = value.Metadata();
        metadata["resourceVersion"] = resourceVersion.ToString(CultureInfo.InvariantCulture);

        // Who owns which field comes last in Kubernetes' own types.
        if (metadata.Remove("managedFields", out var managedFields))
        {
            metadata.Add("managedFields", managedFields);
        }

        return new StoredObject(key, resourceVersion, value.ToUtf8(), metadata);
    }

    private static IReadOnlyDictionary<string, string> ReadLabels(JsonObject metadata) =>
        metadata.ObjectAt("labels") is { Count: > 0 } labels
            ? labels.ToFrozenDictionary(l => l.Key, l => l.Value.AsText() ?? "", StringComparer.Ordinal)
            : FrozenDictionary<string, string>.Empty;

    private static List<OwnerReference> ReadOwners(JsonObject metadata) =>
        metadata.ArrayAt("ownerReferences") is not { Count: > 0 } owners
            ? []
            : [.. owners.OfType<JsonObject>().Select(ReadOwner)];

    private static OwnerReference ReadOwner(JsonObject o) =>
        new(
            o.TextAt("apiVersion") ?? "",
            o.TextAt("kind") ?? "",
            o.TextAt("name") ?? "",
            o.TextAt("uid") ?? "",
            o.FlagAt("blockOwnerDeletion"));
}
