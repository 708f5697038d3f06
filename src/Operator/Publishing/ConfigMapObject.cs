using System.Text.Json.Serialization;

namespace Operator.Publishing;

/// <summary>A ConfigMap, with the metadata that a publisher needs and no more.</summary>
internal sealed record ConfigMapObject
{
    public string ApiVersion { get; init; } = "v1";

    public string Kind { get; init; } = "ConfigMap";

    public ConfigMapMetadata Metadata { get; init; } = new();

    [JsonConverter(typeof(LongTexts))]
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    public IReadOnlyDictionary<string, byte[]>? BinaryData { get; init; }
}

/// <summary>Metadata of a ConfigMap.</summary>
internal sealed record ConfigMapMetadata
{
    public string Name { get; init; } = "";

    public string? Namespace { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }
}

/// <summary>Who owns an object; when the owner goes, Kubernetes collects the object.</summary>
internal sealed record OwnerReference
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public bool? Controller { get; init; }
}
