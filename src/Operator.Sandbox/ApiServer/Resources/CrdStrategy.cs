using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>CustomResourceDefinitions are accepted and established in the same write, where kube-apiserver needs a moment.</summary>
internal sealed class CrdStrategy(TimeProvider time) : ResourceStrategy
{
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasGeneration => true;

    public override void PrepareForCreate(JsonObject value)
    {
        SetDefaults(value);
        Finalize(value);
        value["status"] = Status(value, []);
    }

    public override void PrepareForUpdate(JsonObject value, JsonObject old)
    {
        SetDefaults(value);
        var stored = old.ObjectAt("status").ArrayAt("storedVersions")?.Select(v => v.AsText() ?? "") ?? [];
        if (!old.Metadata().ContainsKey("deletionTimestamp"))
        {
            value["status"] = KeepTransitionTimes(Status(value, stored), old.ObjectAt("status"));
        }
    }

    public override IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old)
    {
        var spec = value.ObjectAt("spec");
        var names = spec.ObjectAt("names");
        var expected = $"{names.TextAt("plural")}.{spec.TextAt("group")}";
        if (!string.Equals(value.Metadata().TextAt("name"), expected, StringComparison.Ordinal))
        {
            yield return FieldError.Invalid("metadata.name", value.Metadata()["name"], "must be spec.names.plural+\".\"+spec.group");
        }

        var versions = spec.ArrayAt("versions")?.OfType<JsonObject>().ToList() ?? [];
        if (versions.Count(v => v.FlagAt("storage")) != 1)
        {
            yield return FieldError.Invalid("spec.versions", spec?["versions"], "must have exactly one version marked as storage version");
        }

        for (var i = 0; i < versions.Count; i++)
        {
            var path = FormattableString.Invariant($"spec.versions[{i}].schema.openAPIV3Schema");
            if (versions[i].ObjectAt("schema").ObjectAt("openAPIV3Schema") is not { } schema)
            {
                yield return FieldError.Required(path, "schemas are required");
                continue;
            }

            foreach (var error in StructuralSchemaChecker.Check(schema, path))
            {
                yield return error;
            }
        }
    }

    private static void SetDefaults(JsonObject value)
    {
        if (value.ObjectAt("spec") is not { } spec || spec.ObjectAt("names") is not { } names)
        {
            return;
        }

        var kind = names.TextAt("kind") ?? "";
        names["singular"] ??= kind.ToLowerInvariant();
        names["listKind"] ??= $"{kind}List";
        spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
    }

    private static void Finalize(JsonObject value)
    {
        var metadata = value.Metadata();
        var finalizers = metadata.ArrayAt("finalizers") ?? [];
        if (!finalizers.Any(f => f.AsText() is CleanupFinalizer))
        {
            finalizers.Add(CleanupFinalizer);
            metadata["finalizers"] = finalizers.DeepClone();
        }
    }

    private JsonObject Status(JsonObject value, IEnumerable<string> storedBefore)
    {
        var spec = value.ObjectAt("spec");
        var storage = spec.ArrayAt("versions")?.OfType<JsonObject>().FirstOrDefault(v => v.FlagAt("storage")).TextAt("name") ?? "";
        return new JsonObject
        {
            ["acceptedNames"] = spec?["names"]?.DeepClone(),
            ["conditions"] = new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted")),
            ["storedVersions"] = new JsonArray([.. storedBefore.Append(storage).Distinct(StringComparer.Ordinal).Select(v => (JsonNode)v)]),
        };
    }

    private static JsonObject KeepTransitionTimes(JsonObject status, JsonObject? old)
    {
        var before = old.ArrayAt("conditions")?.OfType<JsonObject>().ToList() ?? [];
        foreach (var condition in status.ArrayAt("conditions")!.OfType<JsonObject>())
        {
            var same = before.Find(c => JsonNode.DeepEquals(c["type"], condition["type"]) && JsonNode.DeepEquals(c["status"], condition["status"]));
            condition["lastTransitionTime"] = same.TextAt("lastTransitionTime") ?? condition.TextAt("lastTransitionTime");
        }

        return status;
    }

    private JsonObject Condition(string type, string reason, string message) => new()
    {
        ["lastTransitionTime"] = Timestamps.Now(time),
        ["message"] = message,
        ["reason"] = reason,
        ["status"] = "True",
        ["type"] = type,
    };
}
