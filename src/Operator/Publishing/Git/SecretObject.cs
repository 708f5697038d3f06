using System.Text.Json.Serialization;
using Operator.Runtime.Client;

namespace Operator.Publishing.Git;

/// <summary>A Secret, of which only the data is read.</summary>
internal sealed record SecretObject
{
    public static ResourceType Type { get; } = new("", "v1", "Secret", "secrets");

    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    // No value of a Secret in a log.
    public override string ToString() => nameof(SecretObject);
}

/// <summary>Reads Secrets without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SecretObject))]
internal sealed partial class SecretJson : JsonSerializerContext;
