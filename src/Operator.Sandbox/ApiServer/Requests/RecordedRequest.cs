namespace Operator.Sandbox.ApiServer.Requests;

/// <summary>One request as the server understood it.</summary>
/// <param name="Verb">Kubernetes verb (get, list, watch, create, update, patch, delete, deletecollection), or the HTTP method for other paths.</param>
/// <param name="Resource">Plural and group, such as <c>leases.coordination.k8s.io</c>, or the path where there is no resource.</param>
/// <param name="Agent">User-Agent up to its first slash.</param>
/// <param name="Target">Path and query as sent.</param>
public sealed record RecordedRequest(
    DateTimeOffset At,
    string Verb,
    string Resource,
    string Subresource,
    string Namespace,
    string Name,
    string Agent,
    string Target)
{
    /// <summary>The answer's status code; 0 while it is under way or when the connection was cut.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>The request can change something.</summary>
    public bool IsWrite => Verb is "create" or "update" or "patch" or "delete" or "deletecollection";
}
