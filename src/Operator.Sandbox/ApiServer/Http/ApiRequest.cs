using Microsoft.AspNetCore.Http;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.Http;

/// <summary>One request for a resource: what the path and the query say, and the warnings to be sent with the answer.</summary>
internal sealed class ApiRequest(HttpContext http, ResourceDefinition resource, ResourcePath path)
{
    public HttpContext Http { get; } = http;

    public ResourceDefinition Resource { get; } = resource;

    public ResourcePath Path { get; } = path;

    public ObjectKey Key => new(Path.Namespace, Path.Name);

    public bool IsStatus => Path.Subresource is "status";

    public bool DryRun => Query("dryRun") is "All";

    /// <summary>The name under which fields are tracked: asked for, or the program's name in the User-Agent.</summary>
    public string FieldManager => Query("fieldManager") is { Length: > 0 } given ? given : Agent;

    public string FieldValidation => Query("fieldValidation") is { Length: > 0 } given ? given : "Warn";

    public List<string> Warnings { get; } = [];

    public CancellationToken Aborted => Http.RequestAborted;

    private string Agent
    {
        get
        {
            var agent = Http.Request.Headers.UserAgent.ToString().Split('/')[0];
            return agent.Length == 0 ? "unknown" : agent;
        }
    }

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public bool Flag(string name) => Query(name) is "true" or "1";
}
