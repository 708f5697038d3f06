using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.Validation;

/// <summary>Names, labels, annotations, owners and the fields of metadata that never change.</summary>
internal static partial class ObjectMetaValidator
{
    private const string SubdomainHelp =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string LabelValueHelp =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string QualifiedNameHelp =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    public static IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old, ResourceDefinition resource)
    {
        var metadata = value.Metadata();
        var shape = new JsonObject { ["metadata"] = metadata.DeepClone() };
        foreach (var error in SchemaValidator.Validate(shape, Wrapper))
        {
            yield return error;
        }

        var name = metadata.TextAt("name") ?? "";
        var limit = resource.Plural is "namespaces" ? 63 : 253;
        if (name.Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        }
        else if (name.Length > limit || !Subdomain().IsMatch(name))
        {
            yield return FieldError.Invalid("metadata.name", name, SubdomainHelp);
        }

        foreach (var error in ValidateLabels(metadata).Concat(ValidateAnnotations(metadata)).Concat(ValidateChange(metadata, old)))
        {
            yield return error;
        }
    }

    private static StructuralSchema Wrapper { get; } = new()
    {
        Type = "object",
        Properties = new Dictionary<string, StructuralSchema>(StringComparer.Ordinal) { ["metadata"] = BuiltInSchemas.ObjectMeta },
    };

    private static IEnumerable<FieldError> ValidateLabels(JsonObject metadata)
    {
        foreach (var (key, node) in metadata.ObjectAt("labels") ?? [])
        {
            if (!IsQualifiedName(key))
            {
                yield return FieldError.Invalid("metadata.labels", key, QualifiedNameHelp);
            }

            var text = node.AsText() ?? "";
            if (text.Length > 63)
            {
                yield return FieldError.Invalid("metadata.labels", text, "must be no more than 63 characters");
            }
            else if (text.Length > 0 && !QualifiedPart().IsMatch(text))
            {
                yield return FieldError.Invalid("metadata.labels", text, LabelValueHelp);
            }
        }
    }

    private static IEnumerable<FieldError> ValidateAnnotations(JsonObject metadata)
    {
        const int MaxBytes = 256 * 1024;
        var annotations = metadata.ObjectAt("annotations") ?? [];
        foreach (var (key, _) in annotations)
        {
            if (!IsQualifiedName(key.ToLowerInvariant()))
            {
                yield return FieldError.Invalid("metadata.annotations", key, QualifiedNameHelp);
            }
        }

        if (annotations.Sum(p => Encoding.UTF8.GetByteCount(p.Key) + Encoding.UTF8.GetByteCount(p.Value.AsText() ?? "")) > MaxBytes)
        {
            yield return FieldError.TooLong("metadata.annotations", MaxBytes);
        }
    }

    private static IEnumerable<FieldError> ValidateChange(JsonObject metadata, JsonObject? old)
    {
        if (old is null)
        {
            yield break;
        }

        var before = old.Metadata();
        if (before.ContainsKey("deletionTimestamp"))
        {
            var known = before.ArrayAt("finalizers")?.Select(f => f.AsText()).ToHashSet(StringComparer.Ordinal) ?? [];
            var added = metadata.ArrayAt("finalizers")?.Select(f => f.AsText()).Where(f => !known.Contains(f)).ToList() ?? [];
            if (added.Count > 0)
            {
                yield return FieldError.Forbidden(
                    "metadata.finalizers",
                    $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(a => $"\"{a}\""))}}}");
            }
        }
    }

    private static bool IsQualifiedName(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var prefixFits = slash < 0 || (slash <= 253 && Subdomain().IsMatch(name[..slash]));
        var part = name[(slash + 1)..];
        return prefixFits && part.Length <= 63 && QualifiedPart().IsMatch(part);
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QualifiedPart();
}
