using System.Text.Json;
using k8s.Models;

namespace Operator.Runtime.Tests.Guide;

/// <summary>The resource of the guide's example.</summary>
internal sealed record Backup(V1ObjectMeta Metadata, BackupStatus? Status);

/// <summary>Its status.</summary>
internal sealed record BackupStatus
{
    public long? ObservedGeneration { get; init; }

    public IReadOnlyList<V1Condition>? Conditions { get; init; }
}

/// <summary>What the guide leaves to its reader.</summary>
internal static class BackupContent
{
    public static byte[] Body(Backup backup) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["of"] = backup.Metadata.Name });
}
