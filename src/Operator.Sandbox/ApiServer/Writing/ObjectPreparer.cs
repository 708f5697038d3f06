using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Writing;

/// <summary>The way of a body into an object: type check, pruning with warnings, defaults, then validation.</summary>
internal sealed class ObjectPreparer(IReadOnlyList<IResourceValidator> validators)
{
    /// <exception cref="ApiException">400 when the body is not of the resource's kind, or is not strict where that was asked.</exception>
    public static void Decode(ApiRequest request, JsonObject value, IReadOnlyList<string> duplicates)
    {
        var resource = request.Resource;
        var kind = value.TextAt("kind");
        var apiVersion = value.TextAt("apiVersion");
        if (kind is null && apiVersion is null && !resource.IsCustom)
        {
            value["kind"] = kind = resource.Kind;
            value["apiVersion"] = apiVersion = resource.ApiVersion;
        }

        if (!Same(kind, resource.Kind) || !Same(apiVersion, resource.ApiVersion))
        {
            throw ApiErrors.BadRequest(
                kind is null or ""
                    ? $"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: Object 'Kind' is missing"
                    : Same(apiVersion, resource.ApiVersion)
                        ? $"{kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: no kind \"{kind}\" is registered for the internal version of group \"{resource.Group}\""
                        : $"the API version in the data ({apiVersion}) does not match the expected API version ({resource.ApiVersion})");
        }

        if (value["metadata"] is not (null or JsonObject))
        {
            throw ApiErrors.BadRequest($"{kind} in version \"{resource.Version}\" cannot be handled as a {kind}: metadata: wrong type");
        }

        Prune(request, value, duplicates);
        SchemaDefaulter.Apply(value, resource.Schema);
    }

    private static void Prune(ApiRequest request, JsonObject value, IReadOnlyList<string> duplicates)
    {
        var unknown = SchemaPruner.PruneObject(value, request.Resource.Schema);
        var problems = duplicates.Select(d => $"duplicate field \"{d}\"").Concat(unknown.Select(u => $"unknown field \"{u}\"")).ToList();
        if (problems.Count == 0)
        {
            return;
        }

        switch (request.FieldValidation)
        {
            case "Strict":
                var kind = request.Resource.Kind;
                throw ApiErrors.BadRequest(
                    $"{kind} in version \"{request.Resource.Version}\" cannot be handled as a {kind}: strict decoding error: {string.Join(", ", problems)}");
            case "Warn":
                request.Warnings.AddRange(problems);
                break;
        }
    }

    /// <exception cref="ApiException">422 with every problem found.</exception>
    public void Validate(ApiRequest request, JsonObject value, JsonObject? old)
    {
        var resource = request.Resource;
        var errors = new List<FieldError>();
        errors.AddRange(ObjectMetaValidator.Validate(value, old, resource));
        var schemaErrors = SchemaValidator.Validate(value, resource.Schema);
        errors.AddRange(schemaErrors);
        if (schemaErrors.Count == 0)
        {
            errors.AddRange(resource.Strategy.Validate(value, old));
        }

        if (resource.IsCustom)
        {
            errors.AddRange(Rules(value, old, resource.Schema, schemaErrors));
        }

        foreach (var validator in validators.Where(v => v.AppliesTo(resource.Group, resource.Version, resource.Kind)))
        {
            errors.AddRange(validator.Validate(value, old, request.Path.Subresource));
        }

        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(resource, value.Metadata().TextAt("name") ?? "", errors);
        }
    }

    private static IEnumerable<FieldError> Rules(JsonObject value, JsonObject? old, StructuralSchema schema, IReadOnlyList<FieldError> schemaErrors)
    {
        if (!schemaErrors.Any(e => e.BlocksRules))
        {
            return Cel.RuleValidator.Validate(value, old, schema);
        }

        return Cel.RuleValidator.HasRules(schema) ? [FieldError.RulesNotChecked()] : [];
    }

    private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
