using System.Text.Json;
using Operator.Runtime.Client;

namespace Operator.Runtime.Watching;

/// <summary>Reduces an object to what a store keeps of it.</summary>
/// <param name="tokenAnnotations">Annotations whose change asks for a reconcile.</param>
/// <param name="ownerKind">Kind of the controlling owner whose name is kept, or null for none.</param>
/// <param name="ownerAnnotation">Annotation that names the owner where no controlling owner does, or null for none.</param>
/// <param name="facts">What else is kept of an object; null for nothing.</param>
internal sealed class ObjectReader(IReadOnlyList<string>? tokenAnnotations = null, string? ownerKind = null, string? ownerAnnotation = null, Func<JsonElement, object?>? facts = null)
{
    /// <summary>The object; null when it has no name, or its metadata are not those of Kubernetes.</summary>
    public StoredObject? Read(JsonElement json) => Metadata(json) is not { Name: { Length: > 0 } name } metadata ? null : new StoredObject
    {
        Key = new ObjectKey(metadata.Namespace ?? "", name),
        Uid = metadata.Uid ?? "",
        ResourceVersion = metadata.ResourceVersion ?? "",
        Generation = metadata.Generation ?? 0,
        IsDeleting = metadata.DeletionTimestamp is not null,
        Tokens = Tokens(metadata.Annotations),
        Finalizers = metadata.Finalizers is { Count: > 0 } finalizers ? string.Join('\n', finalizers) : null,
        OwnerName = Owner(metadata),
        Facts = facts?.Invoke(json),
    };

    /// <summary>The version of an object or a bookmark; null when it has none.</summary>
    public static string? Version(JsonElement json) => Metadata(json)?.ResourceVersion;

    private static ObjectMetadata? Metadata(JsonElement json)
    {
        try
        {
            return json.Deserialize(RuntimeJsonContext.Default.PartialObject)?.Metadata;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Owner(ObjectMetadata metadata) =>
        (ownerKind is null ? null : metadata.OwnerReferences?.Find(o => o.Controller is true && o.Kind == ownerKind)?.Name)
        ?? (ownerAnnotation is null ? null : metadata.Annotations?.GetValueOrDefault(ownerAnnotation));

    private string? Tokens(Dictionary<string, string?>? annotations)
    {
        if (annotations is null || tokenAnnotations is null)
        {
            return null;
        }

        var tokens = string.Join('\n', tokenAnnotations.Where(annotations.ContainsKey).Select(name => $"{name}={annotations[name]}"));
        return tokens.Length == 0 ? null : tokens;
    }
}
