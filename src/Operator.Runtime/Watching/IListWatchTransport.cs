using Operator.Runtime.Client;

namespace Operator.Runtime.Watching;

/// <summary>Where a reflector reads from: the API server, or a script.</summary>
internal interface IListWatchTransport
{
    /// <summary>Opens the body of a LIST, or of a WATCH when the query has a watch time-out. Completes with the answer's headers.</summary>
    /// <param name="ns">The namespace, or null for all.</param>
    /// <param name="query">Selectors, page, version.</param>
    /// <param name="cancellationToken">Ends the wait and every read of the stream.</param>
    /// <exception cref="KubeApiException">The server refused or did not answer.</exception>
    Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken);
}

/// <summary>
/// Lists and watches one resource of the API server. Where nothing else is kept it asks for metadata alone, so that a start with
/// thousands of large objects is a matter of kilobytes each.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="type">The resource.</param>
/// <param name="isWhole">Whether whole objects are wanted.</param>
internal sealed class KubeListWatchTransport(KubeApiClient client, ResourceType type, bool isWhole) : IListWatchTransport
{
    public Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken) =>
        client.OpenAsync(type, ns, query with { MetadataOnly = !isWhole }, cancellationToken);
}
