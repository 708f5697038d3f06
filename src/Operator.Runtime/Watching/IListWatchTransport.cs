using Operator.Runtime.KubeApi;

namespace Operator.Runtime.Watching;

/// <summary>Where a reflector reads from: the API server, or a script.</summary>
public interface IListWatchTransport
{
    /// <summary>Opens the body of a LIST, or of a WATCH when the query has a watch time-out. Completes with the answer's headers.</summary>
    /// <param name="ns">The namespace, or null for all.</param>
    /// <param name="query">Selectors, page, version.</param>
    /// <param name="cancellationToken">Ends the wait and every read of the stream.</param>
    /// <exception cref="KubeApiException">The server refused or did not answer.</exception>
    Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken);
}

/// <summary>Lists and watches one resource of the API server.</summary>
/// <param name="client">The server.</param>
/// <param name="type">The resource.</param>
/// <param name="metadataOnly">Whether metadata is enough; a start with thousands of large children is then a matter of kilobytes each.</param>
internal sealed class KubeListWatchTransport(KubeApiClient client, ResourceType type, bool metadataOnly) : IListWatchTransport
{
    public Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken) =>
        client.OpenAsync(type, ns, query with { MetadataOnly = metadataOnly }, cancellationToken);
}
