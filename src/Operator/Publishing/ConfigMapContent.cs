using System.Security.Cryptography;
using Operator.Rendering;

namespace Operator.Publishing;

/// <summary>What a ConfigMap shall hold.</summary>
internal sealed class ConfigMapContent
{
    /// <summary>What a ConfigMap may hold, keys included, is 1 MiB; some of it is left for what people add.</summary>
    public const int MaxBytes = (1 << 20) - (4 << 10);

    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether Kubernetes deletes it with the PostMortem.</summary>
    public bool IsOwned { get; init; } = true;

    public IReadOnlyDictionary<string, string> Data { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> BinaryData { get; init; } = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);

    /// <summary>Texts that decide over all keys and values, such as digests that were taken before: values can be long.</summary>
    public required IReadOnlyList<string> MadeOf { get; init; }

    /// <summary>The same for the same name and content.</summary>
    public ContentDigest Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendPart(Name);
        hash.AppendPart(IsOwned ? "owned" : "retained");
        foreach (var text in MadeOf)
        {
            hash.AppendPart(text);
        }

        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(sha256);
        return ContentDigest.Of(sha256);
    }

    /// <summary>Whether the ConfigMap has all of this. What people add beside it stays theirs.</summary>
    /// <param name="existing">The ConfigMap.</param>
    /// <param name="owner">The PostMortem that it is written for.</param>
    public bool IsWithin(ConfigMapObject existing, ResourceOwner owner) =>
        existing.Metadata.OwnerReferences?.Any(o => o.Uid == owner.Uid) == true == IsOwned
        && Annotations.All(a => existing.Metadata.Annotations?.GetValueOrDefault(a.Key) == a.Value)
        && Labels.All(l => existing.Metadata.Labels?.GetValueOrDefault(l.Key) == l.Value)
        && Data.All(d => existing.Data?.GetValueOrDefault(d.Key) == d.Value)
        && BinaryData.All(b => existing.BinaryData?.GetValueOrDefault(b.Key) is { } bytes && bytes.AsSpan().SequenceEqual(b.Value));
}
