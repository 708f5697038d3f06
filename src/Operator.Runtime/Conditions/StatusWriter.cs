using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Operator.Runtime.Client;

namespace Operator.Runtime.Conditions;

/// <summary>
/// Writes an object's status once, and only when it says something new, by server-side apply: no version is asked for, so
/// that a change of the spec in between is not a conflict, and conditions of others stay.
/// </summary>
/// <param name="client">The API server.</param>
/// <param name="type">The resource.</param>
/// <param name="fieldManager">Who owns the status.</param>
public sealed class StatusWriter(KubeApiClient client, ResourceType type, string fieldManager)
{
    /// <summary>Writes the status if it differs in meaning from the one that was read.</summary>
    /// <typeparam name="TStatus">Type of the status.</typeparam>
    /// <param name="key">The object.</param>
    /// <param name="uid">Its unique ID, so that a namesake created meanwhile keeps its own status.</param>
    /// <param name="previous">The status that was read, or null.</param>
    /// <param name="current">The status as it should be.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether something was written; false also when the object is gone.</returns>
    public async Task<bool> WriteAsync<TStatus>(
        ObjectKey key, string uid, TStatus? previous, TStatus current, CancellationToken cancellationToken)
        where TStatus : class
    {
        var info = (JsonTypeInfo<TStatus>)client.JsonOptions.GetTypeInfo(typeof(TStatus));
        var before = previous is null ? null : JsonSerializer.SerializeToUtf8Bytes(previous, info);
        return await WriteJsonAsync(key, uid, before, JsonSerializer.SerializeToUtf8Bytes(current, info), cancellationToken);
    }

    /// <summary>The same for a status that no type holds, such as one of a later version.</summary>
    /// <param name="key">The object.</param>
    /// <param name="uid">Its unique ID.</param>
    /// <param name="previous">The status that was read, as JSON, or null.</param>
    /// <param name="current">The status as it should be, as JSON.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether something was written; false also when the object is gone.</returns>
    public async Task<bool> WriteJsonAsync(ObjectKey key, string uid, byte[]? previous, byte[] current, CancellationToken cancellationToken)
    {
        if (previous is not null && IsSame(previous, current))
        {
            return false;
        }

        try
        {
            await client.ApplyAsync(type, key, Body(key, uid, current), fieldManager, force: true, subresource: "status", cancellationToken);
            return true;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private static bool IsSame(byte[] previous, byte[] current)
    {
        if (previous.AsSpan().SequenceEqual(current))
        {
            return true;
        }

        using var a = JsonDocument.Parse(previous);
        using var b = JsonDocument.Parse(current);
        return SemanticJson.Equal(a.RootElement, b.RootElement);
    }

    private byte[] Body(ObjectKey key, string uid, byte[] status)
    {
        var buffer = new ArrayBufferWriter<byte>(status.Length + 512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", type.ApiVersion);
            writer.WriteString("kind", type.Kind);
            writer.WriteStartObject("metadata");
            writer.WriteString("name", key.Name);
            if (key.Namespace.Length > 0)
            {
                writer.WriteString("namespace", key.Namespace);
            }

            writer.WriteString("uid", uid);
            writer.WriteEndObject();
            writer.WritePropertyName("status");
            writer.WriteRawValue(status, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
