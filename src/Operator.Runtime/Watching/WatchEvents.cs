using System.Text.Json;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;

namespace Operator.Runtime.Watching;

/// <summary>Applies the events of a watch to a store.</summary>
/// <param name="name">What is watched, for people.</param>
/// <param name="reader">Makes of each object what is stored.</param>
/// <param name="store">The store.</param>
/// <param name="log">Where it says what cannot be read.</param>
internal sealed class WatchEvents(string name, ObjectReader reader, ObjectStore store, ILogger log)
{
    /// <summary>Applies one event.</summary>
    /// <param name="line">The event.</param>
    /// <param name="resourceVersion">What the watch can go on from; it becomes the event's, if that is newer.</param>
    /// <returns>The failure that it tells of, or null.</returns>
    /// <exception cref="JsonException">The line is not a watch event.</exception>
    public KubeApiException? Take(ReadOnlySpan<byte> line, ref string resourceVersion)
    {
        if (JsonSerializer.Deserialize(line, RuntimeJsonContext.Default.WatchLine) is not { Type: { } type, Object: { ValueKind: JsonValueKind.Object } content })
        {
            throw new JsonException("A watch event has a type and an object.");
        }

        var item = reader.Read(content);
        switch (type)
        {
            case "ADDED" or "MODIFIED" when item is not null:
                store.Upsert(item);
                break;
            case "DELETED" when item is not null:
                store.Remove(item);
                break;
            case "ADDED" or "MODIFIED" or "DELETED":
                ReflectorLog.Unreadable(log, 1, name);
                break;
            case "ERROR":
                var status = ApiFailure.Parse(content);
                return ApiFailure.Create($"WATCH {name}", status?.Code ?? 500, status);
            default:
                break;
        }

        // A bookmark has no name, and nothing but its version.
        var version = item is null ? ObjectReader.Version(content) : item.ResourceVersion;
        if (version is { Length: > 0 } && ResourceVersions.IsNewer(version, resourceVersion))
        {
            resourceVersion = version;
        }

        return null;
    }
}
