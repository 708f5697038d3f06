using System.Buffers;
using System.Net;
using System.Text.Json;

namespace Operator.Runtime.Client;

/// <summary>Reads a refused request's <c>Status</c> object.</summary>
internal static class ApiFailure
{
    private const int MaxBodyBytes = 64 << 10;
    private const int MaxMessageLength = 1024;

    /// <summary>Verb and path without the query, which may hold a long continue token.</summary>
    public static string Describe(string verb, string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return $"{verb} /{(query < 0 ? path : path[..query])}";
    }

    public static async Task<KubeApiException> ReadAsync(
        HttpResponseMessage response, string verb, string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = await ReadStatusAsync(response, cancellationToken);
        return Create(Describe(verb, path), (int)response.StatusCode, status, RetryAfter.Of(response.Headers, time));
    }

    /// <summary>A failure from a <c>Status</c> object; the body of an answer that is not one is never shown.</summary>
    public static KubeApiException Create(string request, int code, ApiStatus? status, TimeSpan? retryAfter = null)
    {
        var reason = string.IsNullOrEmpty(status?.Reason) ? ((HttpStatusCode)code).ToString() : status.Reason;
        var message = string.IsNullOrEmpty(status?.Message) ? "the server gave no further cause" : status.Message;
        message = message.Length > MaxMessageLength ? string.Concat(message.AsSpan(0, MaxMessageLength), "…") : message;
        return new KubeApiException(request, code, reason, message, retryAfter ?? status?.RetryAfter)
        {
            IsResourceVersionTooLarge = status?.IsResourceVersionTooLarge ?? false,
        };
    }

    /// <summary>Parses a <c>Status</c>; null when the bytes are something else.</summary>
    public static ApiStatus? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RuntimeJsonContext.Default.JsonElement) is { ValueKind: JsonValueKind.Object } content ? Parse(content) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The same of what was parsed already.</summary>
    public static ApiStatus? Parse(JsonElement content)
    {
        try
        {
            return content.Deserialize(RuntimeJsonContext.Default.ApiStatus) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<ApiStatus?> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = ArrayPool<byte>.Shared.Rent(MaxBodyBytes);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
            return Parse(body.AsSpan(0, length));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The code alone still tells what to do.
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }
}
