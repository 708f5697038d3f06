using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Storage;
using static System.StringComparison;

namespace Operator.Sandbox.ApiServer.Writing;

/// <summary>Deletes at once, or marks for deletion while finalizers are there.</summary>
internal sealed class ObjectDeleter(ObjectStore store, TimeProvider time)
{
    public const string OrphanFinalizer = "orphan";
    public const string ForegroundFinalizer = "foregroundDeletion";

    /// <returns>The object's last state, and whether it is gone.</returns>
    public (StoredObject Last, bool Gone) Delete(ResourceDefinition resource, ObjectKey key, DeleteOptions options)
    {
        while (true)
        {
            var current = store.Find(resource.StorageName, key) ?? throw ApiErrors.NotFound(resource, key.Name);
            CheckPreconditions(resource, current, options);
            var value = current.ToNode();
            var changed = Mark(resource, value, options.Propagation);
            if (options.DryRun)
            {
                return (current, !HasFinalizers(resource, value));
            }

            if (!HasFinalizers(resource, value))
            {
                if (store.TryDelete(resource.StorageName, current, value) is { } last)
                {
                    return (last, true);
                }
            }
            else if (!changed)
            {
                return (current, false);
            }
            else if (store.TryReplace(resource.StorageName, current, value) is { } marked)
            {
                return (marked, false);
            }
        }
    }

    private static void CheckPreconditions(ResourceDefinition resource, StoredObject current, DeleteOptions options)
    {
        if (options.Uid is { Length: > 0 } uid && !string.Equals(uid, current.Uid, Ordinal))
        {
            throw ApiErrors.Conflict(
                resource,
                current.Key.Name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated");
        }

        var version = FormattableString.Invariant($"{current.ResourceVersion}");
        if (options.ResourceVersion is { Length: > 0 } wanted && !string.Equals(wanted, version, Ordinal))
        {
            throw ApiErrors.Conflict(
                resource,
                current.Key.Name,
                $"the ResourceVersion in the precondition ({wanted}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }

    private bool Mark(ResourceDefinition resource, JsonObject value, string propagation)
    {
        var metadata = value.Metadata();
        var finalizers = metadata.ArrayAt("finalizers")?.Select(f => f.AsText() ?? "").ToList() ?? [];
        var wanted = propagation switch { "Orphan" => OrphanFinalizer, "Foreground" => ForegroundFinalizer, _ => null };
        var changed = false;
        if (wanted is not null && !finalizers.Contains(wanted, StringComparer.Ordinal))
        {
            finalizers.RemoveAll(f => f is OrphanFinalizer or ForegroundFinalizer);
            metadata["finalizers"] = new JsonArray([.. finalizers.Append(wanted).Select(f => (JsonNode)f)]);
            changed = true;
        }

        if (metadata.ContainsKey("deletionTimestamp"))
        {
            return changed;
        }

        metadata["deletionTimestamp"] = Timestamps.Now(time);
        metadata["deletionGracePeriodSeconds"] = 0;
        if (metadata.LongAt("generation") is { } generation)
        {
            metadata["generation"] = generation + 1;
        }

        if (resource.Plural is "namespaces")
        {
            value.ObjectOrNew("status")["phase"] = "Terminating";
        }

        return true;
    }

    private static bool HasFinalizers(ResourceDefinition resource, JsonObject value) =>
        value.Metadata().ArrayAt("finalizers") is { Count: > 0 }
        || (resource.Plural is "namespaces" && value.ObjectAt("spec").ArrayAt("finalizers") is { Count: > 0 });
}
