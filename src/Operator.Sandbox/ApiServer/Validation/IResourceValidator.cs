using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Validation;

/// <summary>Further rules for a kind, in the role of an admission policy: they run after schema and CEL.</summary>
public interface IResourceValidator
{
    bool AppliesTo(string group, string version, string kind);

    /// <param name="value">The object as it would be stored; not to be changed.</param>
    /// <param name="old">The stored object, null on create.</param>
    /// <param name="subresource">Empty, or <c>status</c>.</param>
    IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old, string subresource);
}
