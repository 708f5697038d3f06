using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Operator.Runtime.KubeApi;

/// <summary>
/// A thin client of the Kubernetes API for any resource. Every failure is a <see cref="KubeApiException"/>;
/// cancellation by the caller stays an <see cref="OperationCanceledException"/>. Safe for concurrent use.
/// </summary>
public sealed class KubeApiClient
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");
    private static readonly MediaTypeHeaderValue[] PatchTypes =
    [
        new("application/merge-patch+json"),
        new("application/strategic-merge-patch+json"),
        new("application/json-patch+json"),
        new("application/apply-patch+yaml"),
    ];

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

    /// <summary>The same connection without throttle and write guard, for the lease that must be renewed whatever else goes on.</summary>
    internal KubeApiClient Unguarded => new(_sender.WithoutThrottle(), JsonOptions, beforeWrite: null);

    /// <summary>Reads one object; null when it does not exist.</summary>
    public Task<T?> FindAsync<T>(ResourceType type, ObjectKey key, CancellationToken cancellationToken)
        where T : class => _sender.FindAsync(type.ObjectPath(key), TypeInfo<T>(), cancellationToken);

    /// <summary>Reads one object.</summary>
    public Task<T> GetAsync<T>(ResourceType type, ObjectKey key, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, type.ObjectPath(key), null, cancellationToken);

    /// <summary>Reads one page of a list.</summary>
    public Task<ObjectList<T>> ListPageAsync<T>(ResourceType type, string? ns, ListQuery query, CancellationToken cancellationToken) =>
        SendAsync<ObjectList<T>>(HttpMethod.Get, query.AppendTo(type.CollectionPath(ns)), null, cancellationToken);

    /// <summary>Opens the body of a LIST or WATCH answer as soon as its headers are there. The caller disposes the stream, and bounds the time.</summary>
    public Task<Stream> OpenAsync(ResourceType type, string? ns, ListQuery query, CancellationToken cancellationToken) =>
        _sender.OpenAsync(query.AppendTo(type.CollectionPath(ns)), query.WatchTimeout is null ? "LIST" : "WATCH", query.Accept, cancellationToken);

    /// <summary>Creates an object in the namespace and gives it back as the server stored it.</summary>
    public Task<T> CreateAsync<T>(ResourceType type, string? ns, T body, string? fieldManager, CancellationToken cancellationToken) =>
        WriteAsync<T>(HttpMethod.Post, type.CollectionPath(ns) + Query(fieldManager, force: false), Json(body), cancellationToken);

    /// <summary>Replaces an object; its <c>resourceVersion</c>, when set, must be current.</summary>
    public Task<T> ReplaceAsync<T>(ResourceType type, ObjectKey key, T body, string? fieldManager, CancellationToken cancellationToken) =>
        WriteAsync<T>(HttpMethod.Put, type.ObjectPath(key) + Query(fieldManager, force: false), Json(body), cancellationToken);

    /// <summary>Server-side apply: creates the object or takes over the given fields. The answer is asked for as metadata alone.</summary>
    /// <param name="type">The resource.</param>
    /// <param name="key">The object.</param>
    /// <param name="body">Everything that the field manager wants, with <c>apiVersion</c> and <c>kind</c>.</param>
    /// <param name="fieldManager">Who owns the fields.</param>
    /// <param name="force">Take fields from other managers instead of a conflict.</param>
    /// <param name="subresource">Such as <c>status</c>, or null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<ObjectIdentity> ApplyAsync<T>(
        ResourceType type, ObjectKey key, T body, string fieldManager, bool force, string? subresource, CancellationToken cancellationToken) =>
        PatchAsync<T, ObjectIdentity>(type, key, PatchType.Apply, body, fieldManager, force, subresource, cancellationToken, ListQuery.MetadataOfOne);

    /// <summary>Patches an object or a subresource and reads the answer as <typeparamref name="TResult"/>, in the form that <paramref name="accept"/> asks for.</summary>
    public Task<TResult> PatchAsync<TPatch, TResult>(
        ResourceType type,
        ObjectKey key,
        PatchType patchType,
        TPatch patch,
        string? fieldManager,
        bool force,
        string? subresource,
        CancellationToken cancellationToken,
        string? accept = null)
    {
        var json = Serialize(patch);
        var content = new ByteArrayContent(patchType is PatchType.Apply ? ApplyPatchBody.Encode(json) : json);
        content.Headers.ContentType = PatchTypes[(int)patchType];
        return WriteAsync<TResult>(HttpMethod.Patch, type.ObjectPath(key, subresource) + Query(fieldManager, force), content, cancellationToken, accept);
    }

    /// <summary>Deletes an object; false when it was already gone.</summary>
    public async Task<bool> DeleteAsync(
        ResourceType type, ObjectKey key, DeletePreconditions? preconditions, CancellationToken cancellationToken)
    {
        var content = preconditions is null ? null : Json(new DeleteOptions(preconditions));
        try
        {
            await WriteAsync<JsonElement>(HttpMethod.Delete, type.ObjectPath(key), content, cancellationToken);
            return true;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private Task<T> WriteAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, string? accept = null)
    {
        _beforeWrite?.Invoke();
        return SendAsync<T>(method, path, content, cancellationToken, accept);
    }

    private Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, string? accept = null) =>
        _sender.SendAsync(method, path, content, TypeInfo<T>(), cancellationToken, accept);

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)JsonOptions.GetTypeInfo(typeof(T));

    private ByteArrayContent Json<T>(T body)
    {
        var content = new ByteArrayContent(Serialize(body));
        content.Headers.ContentType = JsonType;
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
