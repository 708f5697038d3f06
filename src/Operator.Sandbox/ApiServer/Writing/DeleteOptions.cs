using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Writing;

/// <summary><c>meta.k8s.io/v1 DeleteOptions</c> of the body, or else of the query.</summary>
internal sealed record DeleteOptions(string Propagation, string? Uid, string? ResourceVersion, bool DryRun)
{
    public static async Task<DeleteOptions> ReadAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadAsync(request.Http);
        var options = body.Length == 0 ? [] : RequestBody.Decode(body, RequestBody.MediaType(request.Http.Request), []);
        var preconditions = options.ObjectAt("preconditions");
        var orphan = options.FlagAt("orphanDependents") ? "Orphan" : null;
        var propagation = options.TextAt("propagationPolicy") ?? orphan ?? request.Query("propagationPolicy") ?? "Background";
        if (propagation is not ("Background" or "Foreground" or "Orphan"))
        {
            throw ApiErrors.Invalid(
                "meta.k8s.io",
                "DeleteOptions",
                "",
                [FieldError.NotSupported("propagationPolicy", propagation, new JsonNode?[] { "Foreground", "Background", "Orphan" })]);
        }

        var dryRun = request.DryRun || options.ArrayAt("dryRun")?.Any(d => d.AsText() is "All") == true;
        return new DeleteOptions(propagation, preconditions.TextAt("uid"), preconditions.TextAt("resourceVersion"), dryRun);
    }
}
