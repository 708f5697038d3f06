using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.ManagedFields;
using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Validation;
using Operator.Sandbox.ApiServer.Writing;

namespace Operator.Sandbox.ApiServer.Patching;

/// <summary>PATCH in its four forms.</summary>
internal sealed class PatchHandler(ObjectWriter writer, FieldManager fieldManager)
{
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";
    private const string ApplyType = "application/apply-patch+yaml";

    public async Task<(StoredObject Stored, bool Created)> HandleAsync(ApiRequest request)
    {
        var type = RequestBody.MediaType(request.Http.Request);
        var accepted = request.Resource.IsCustom
            ? new[] { JsonPatchType, MergePatchType, ApplyType }
            : [JsonPatchType, MergePatchType, StrategicType, ApplyType];
        if (!accepted.Contains(type, StringComparer.Ordinal))
        {
            throw ApiErrors.UnsupportedMediaType(accepted);
        }

        var duplicates = new List<string>();
        var body = await RequestBody.ReadAsync(request.Http);
        if (type is ApplyType && YamlEscapes.HasSurrogate(body))
        {
            throw ApiErrors.BadRequest("error decoding YAML: error converting YAML to JSON: yaml: found invalid Unicode character escape code");
        }

        var patch = RequestBody.DecodeAny(body, yaml: type is ApplyType, duplicates);
        if (type is ApplyType)
        {
            return Apply(request, AsObject(patch), duplicates);
        }

        if (request.Flag("force"))
        {
            throw Options(FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        }

        return writer.Update(request, old => Patched(request, type, old!, patch), duplicates, createsMissing: false);
    }

    private (StoredObject Stored, bool Created) Apply(ApiRequest request, JsonObject config, IReadOnlyList<string> duplicates)
    {
        if (request.Query("fieldManager") is not { Length: > 0 })
        {
            throw Options(FieldError.Required("fieldManager", "is required for apply patch"));
        }

        CheckApplied(request, config);
        return writer.Update(request, old => fieldManager.Apply(request, old, config.Copy()), duplicates, createsMissing: true, tracked: true);
    }

    private static void CheckApplied(ApiRequest request, JsonObject config)
    {
        var resource = request.Resource;
        if (config.TextAt("apiVersion") != resource.ApiVersion || config.TextAt("kind") != resource.Kind)
        {
            throw ApiErrors.BadRequest(
                $"the API version or kind in the data ({config.TextAt("apiVersion")}, Kind={config.TextAt("kind")}) does not match the expected {resource.ApiVersion}, Kind={resource.Kind}");
        }

        if (config.ObjectAt("metadata")?.ContainsKey("managedFields") == true && config.ObjectAt("metadata")!["managedFields"] is not null)
        {
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        }

        var unknown = SchemaPruner.PruneObject(config.Copy(), resource.Schema);
        if (unknown.Count > 0)
        {
            var key = request.Key;
            throw ApiErrors.Unclassified(
                $"failed to create typed patch object ({key}; {resource.ApiVersion}, Kind={resource.Kind}): {string.Join(", ", unknown.Select(u => $".{u}: field not declared in schema"))}");
        }
    }

    private static JsonObject Patched(ApiRequest request, string type, JsonObject old, JsonNode? patch)
    {
        var copy = old.Copy();
        // Only a version that the patch itself names is a precondition.
        copy.Metadata().Remove("resourceVersion");
        if (type is JsonPatchType)
        {
            copy.Metadata()["resourceVersion"] = old.Metadata()["resourceVersion"]?.DeepClone();
            return JsonPatch.Apply(copy, patch);
        }

        return type is StrategicType
            ? StrategicMergePatch.Apply(copy, AsObject(patch), request.Resource.TrackingSchema)
            : (JsonObject)JsonMergePatch.Apply(copy, AsObject(patch))!;
    }

    private static JsonObject AsObject(JsonNode? patch) =>
        patch as JsonObject ?? throw ApiErrors.BadRequest("the patch is not an object");

    private static ApiException Options(FieldError error) => ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", [error]);
}
