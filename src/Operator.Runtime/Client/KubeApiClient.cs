using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Operator.Runtime.Client;

/// <summary>
/// A thin client of the Kubernetes API for any resource. Every failure is a <see cref="KubeApiException"/>;
/// cancellation by the caller stays an <see cref="OperationCanceledException"/>. Safe for concurrent use.
/// </summary>
public sealed class KubeApiClient
{
    private const string JsonType = "application/json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string ApplyPatchType = "application/apply-patch+yaml";

    private readonly ApiRequestSender _sender;
    private readonly Action? _beforeWrite;

    internal KubeApiClient(ApiRequestSender sender, JsonSerializerOptions jsonOptions, Action? beforeWrite)
    {
        _sender = sender;
        _beforeWrite = beforeWrite;
        JsonOptions = jsonOptions;
    }

    /// <summary>Serialiser of the objects.</summary>
    public JsonSerializerOptions JsonOptions { get; }

    /// <summary>Reads one object; null when it does not exist.</summary>
    public Task<T?> FindAsync<T>(ResourceType type, ObjectKey key, CancellationToken cancellationToken)
        where T : class => _sender.FindAsync(type.ObjectPath(key), TypeInfo<T>(), cancellationToken);

    /// <summary>Reads the schemas of a group's version as OpenAPI 3, which every account may read; null when the server has none. The caller disposes it.</summary>
    public Task<JsonDocument?> FindSchemasAsync(string group, string version, CancellationToken cancellationToken) =>
        _sender.FindAsync($"openapi/v3/apis/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(version)}", RuntimeJsonContext.Default.JsonDocument, cancellationToken);

    /// <summary>Opens the body of a LIST or WATCH answer as soon as its headers are there. The caller disposes the stream, and bounds the time.</summary>
    public Task<Stream> OpenAsync(ResourceType type, string? ns, ListQuery query, CancellationToken cancellationToken) =>
        _sender.OpenAsync(query.AppendTo(type.CollectionPath(ns)), query.WatchTimeout is null ? "LIST" : "WATCH", query.Accept, cancellationToken);

    /// <summary>Creates an object in the namespace.</summary>
    /// <returns>Its resource version.</returns>
    public Task<string> CreateAsync<T>(ResourceType type, string? ns, T body, string? fieldManager, CancellationToken cancellationToken) =>
        VersionAsync(HttpMethod.Post, type.CollectionPath(ns) + Query(fieldManager, force: false), Json(body), cancellationToken);

    /// <summary>Creates a review: an object that is not stored, and whose answer holds the API server's judgement.</summary>
    public Task<T> CreateReviewAsync<T>(ResourceType type, T body, CancellationToken cancellationToken) =>
        _sender.SendAsync(HttpMethod.Post, type.CollectionPath(null), Json(body), TypeInfo<T>(), cancellationToken);

    /// <summary>Server-side apply: creates the object or takes over the given fields.</summary>
    /// <param name="type">The resource.</param>
    /// <param name="key">The object.</param>
    /// <param name="body">Everything that the field manager wants, with <c>apiVersion</c> and <c>kind</c>.</param>
    /// <param name="fieldManager">Who owns the fields.</param>
    /// <param name="force">Take fields from other managers instead of a conflict.</param>
    /// <param name="subresource">Such as <c>status</c>, or null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The object's resource version after the request.</returns>
    public Task<string> ApplyAsync<T>(
        ResourceType type, ObjectKey key, T body, string fieldManager, bool force, string? subresource, CancellationToken cancellationToken) =>
        VersionAsync(
            HttpMethod.Patch,
            type.ObjectPath(key, subresource) + Query(fieldManager, force),
            Content(ApplyPatchBody.Encode(Serialize(body)), ApplyPatchType),
            cancellationToken);

    /// <summary>Merges a patch (RFC 7386: given members replace, null removes) into an object and reads the answer as <typeparamref name="TResult"/>.</summary>
    /// <param name="type">The resource.</param>
    /// <param name="key">The object.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="fieldManager">Who owns the fields; null lets the server name one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<TResult> MergePatchAsync<TPatch, TResult>(
        ResourceType type, ObjectKey key, TPatch patch, string? fieldManager, CancellationToken cancellationToken) => WriteAsync(
        HttpMethod.Patch, type.ObjectPath(key) + Query(fieldManager, force: false), Content(Serialize(patch), MergePatchType), TypeInfo<TResult>(), cancellationToken);

    /// <summary>Deletes an object; false when it was already gone.</summary>
    public async Task<bool> DeleteAsync(
        ResourceType type, ObjectKey key, DeletePreconditions? preconditions, CancellationToken cancellationToken)
    {
        var content = preconditions is null ? null : Json(new DeleteOptions(preconditions));
        try
        {
            await WriteAsync(HttpMethod.Delete, type.ObjectPath(key), content, RuntimeJsonContext.Default.JsonElement, cancellationToken);
            return true;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>Sends a write of whose answer only the version is wanted.</summary>
    private async Task<string> VersionAsync(HttpMethod method, string path, HttpContent content, CancellationToken cancellationToken)
    {
        var written = await WriteAsync(method, path, content, RuntimeJsonContext.Default.PartialObject, cancellationToken, ListQuery.MetadataOfOne);
        return written.Metadata?.ResourceVersion is { Length: > 0 } version
            ? version
            : throw new KubeApiException(ApiFailure.Describe(method.Method, path), 200, "Unreadable", "the answer has no metadata.resourceVersion");
    }

    private Task<T> WriteAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> answer, CancellationToken cancellationToken, string? accept = null)
    {
        _beforeWrite?.Invoke();
        return _sender.SendAsync(method, path, content, answer, cancellationToken, accept);
    }

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)JsonOptions.GetTypeInfo(typeof(T));

    private ByteArrayContent Json<T>(T body) => Content(Serialize(body), JsonType);

    private static ByteArrayContent Content(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private byte[] Serialize<T>(T body) =>
        body as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(body, TypeInfo<T>());

    private static string Query(string? fieldManager, bool force)
    {
        if (fieldManager is null)
        {
            return force ? "?force=true" : "";
        }

        return $"?fieldManager={Uri.EscapeDataString(fieldManager)}{(force ? "&force=true" : "")}";
    }
}

/// <summary>Body of a delete.</summary>
internal sealed record DeleteOptions(DeletePreconditions Preconditions)
{
    public string ApiVersion { get; } = "v1";

    public string Kind { get; } = "DeleteOptions";
}
