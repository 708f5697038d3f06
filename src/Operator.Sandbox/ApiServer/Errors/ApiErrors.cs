using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Errors;

/// <summary>The failures of kube-apiserver, in its wording: kubectl prints these messages.</summary>
internal static class ApiErrors
{
    public static ApiException NotFound(ResourceDefinition resource, string name) =>
        new(404, "NotFound", $"{resource.QualifiedName} \"{name}\" not found") { Name = name, Group = resource.Group, Kind = resource.Plural };

    public static ApiException NamespaceNotFound(string name) =>
        new(404, "NotFound", $"namespaces \"{name}\" not found") { Name = name, Kind = "namespaces" };

    public static ApiException NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource");

    public static ApiException AlreadyExists(ResourceDefinition resource, string name) =>
        new(409, "AlreadyExists", $"{resource.QualifiedName} \"{name}\" already exists")
        {
            Name = name,
            Group = resource.Group,
            Kind = resource.Plural,
        };

    public static ApiException Conflict(ResourceDefinition resource, string name, string cause) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.QualifiedName} \"{name}\": {cause}")
        {
            Name = name,
            Group = resource.Group,
            Kind = resource.Plural,
        };

    public static ApiException Modified(ResourceDefinition resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException ApplyConflict(string message, IReadOnlyList<StatusCause> causes) =>
        new(409, "Conflict", message) { Causes = causes };

    public static ApiException Forbidden(ResourceDefinition resource, string name, string cause, params IReadOnlyList<StatusCause> causes) =>
        new(403, "Forbidden", $"{resource.QualifiedName} \"{name}\" is forbidden: {cause}")
        {
            Name = name,
            Group = resource.Group,
            Kind = resource.Plural,
            Causes = causes,
        };

    public static ApiException Invalid(ResourceDefinition resource, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(resource.Group, resource.Kind, name, errors);

    public static ApiException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
        var distinct = errors.Select(e => e.ToString()).Distinct(StringComparer.Ordinal).ToList();
        var text = distinct.Count == 1 ? distinct[0] : $"[{string.Join(", ", distinct)}]";
        return new(422, "Invalid", $"{qualified} \"{name}\" is invalid: {text}")
        {
            Name = name,
            Group = group,
            Kind = kind,
            Causes = [.. errors.Select(e => new StatusCause(e.Reason, e.Detail, e.Field))],
        };
    }

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public static ApiException NotAcceptable() =>
        new(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml");

    public static ApiException UnsupportedMediaType(params IEnumerable<string> accepted) =>
        new(
            415,
            "UnsupportedMediaType",
            $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiException BodyTooLarge(long limit) =>
        new(413, "RequestEntityTooLarge", FormattableString.Invariant($"Request entity too large: limit is {limit}"));

    /// <summary>etcd's refusal carries no reason, only a message.</summary>
    public static ApiException ObjectTooLarge() => new(500, "", "etcdserver: request is too large");

    public static ApiException Internal(string message) => new(500, "InternalError", $"Internal error occurred: {message}");

    public static ApiException Unclassified(string message) => new(500, "", message);

    public static ApiException WatchExpired(long requested, long oldest) =>
        new(410, "Expired", FormattableString.Invariant($"too old resource version: {requested} ({oldest})"));

    public static ApiException ListExpired(long requested, long oldest) =>
        new(410, "Expired", FormattableString.Invariant($"The resourceVersion for the provided list is too old: {requested} ({oldest})"));

    public static ApiException ContinueExpired(string inconsistentToken) =>
        new(
            410,
            "Expired",
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
        {
            Continue = inconsistentToken,
        };

    public static ApiException ResourceVersionTooLarge(long requested, long current) =>
        new(504, "Timeout", FormattableString.Invariant($"Timeout: Too large resource version: {requested}, current: {current}"))
        {
            RetryAfterSeconds = 1,
            Causes = [new("ResourceVersionTooLarge", "Too large resource version")],
        };
}
