using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.ManagedFields;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Storage;
using static System.StringComparison;

namespace Operator.Sandbox.ApiServer.Writing;

/// <summary>Creates and changes objects as kube-apiserver's generic registry does.</summary>
internal sealed class ObjectWriter(ObjectStore store, ObjectPreparer preparer, FieldManager fieldManager, TimeProvider time, Random random)
{
    private const string GeneratedNameAlphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int MaxAttempts = 64;

    private static readonly string[] SystemMetadata = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    private readonly Lock _randomGate = new();

    /// <summary>Creates an object from a body in the served version.</summary>
    /// <param name="tracked">The managed fields are already in the object (server-side apply).</param>
    public StoredObject Create(ApiRequest request, JsonObject value, IReadOnlyList<string> duplicates, bool tracked = false)
    {
        var resource = request.Resource;
        ObjectPreparer.Decode(request, value, duplicates);
        var metadata = value.Metadata();
        CheckNamespace(request, metadata);
        if (metadata.TextAt("resourceVersion") is { Length: > 0 } and not "0")
        {
            throw ApiErrors.BadRequest("resourceVersion should not be set on objects to be created");
        }

        NameObject(metadata);
        RequireNamespace(resource, metadata);
        FillSystemMetadata(resource, metadata);
        if (resource is { HasStatus: true, IsCustom: true })
        {
            value.Remove("status");
        }

        resource.Strategy.PrepareForCreate(value);
        if (!tracked)
        {
            fieldManager.Track(request, null, value);
        }

        // A server fills in defaults whenever it reads an object from its store, and so those of the status that was just removed.
        SchemaDefaulter.Apply(value, resource.Schema);
        preparer.Validate(request, value, null);
        var key = new ObjectKey(resource.Namespaced ? metadata.TextAt("namespace")! : "", metadata.TextAt("name")!);
        var stored = resource.Strategy.ToStorage(value);
        if (request.DryRun)
        {
            return store.Find(resource.StorageName, key) is null
                ? WithoutVersion(key, stored)
                : throw ApiErrors.AlreadyExists(resource, key.Name);
        }

        return store.TryCreate(resource.StorageName, key, stored) ?? throw ApiErrors.AlreadyExists(resource, key.Name);
    }

    /// <summary>
    /// Changes an object by <paramref name="change"/>, which gets the stored object in the served version and returns the new one.
    /// Repeated when another writer was faster.
    /// </summary>
    public (StoredObject Stored, bool Created) Update(
        ApiRequest request,
        Func<JsonObject?, JsonObject> change,
        IReadOnlyList<string> duplicates,
        bool createsMissing,
        bool tracked = false)
    {
        var resource = request.Resource;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var current = store.Find(resource.StorageName, request.Key);
            if (current is null)
            {
                return createsMissing && !request.IsStatus
                    ? (Create(request, change(null), duplicates, tracked), true)
                    : throw ApiErrors.NotFound(resource, request.Path.Name);
            }

            var old = resource.Strategy.FromStorage(current.ToNode());
            var next = change(old);
            if (TryStore(request, current, old, next, duplicates, tracked) is { } stored)
            {
                return (stored, false);
            }
        }

        throw ApiErrors.Modified(resource, request.Path.Name);
    }

    private StoredObject? TryStore(
        ApiRequest request,
        StoredObject current,
        JsonObject old,
        JsonObject next,
        IReadOnlyList<string> duplicates,
        bool tracked)
    {
        var resource = request.Resource;
        request.Warnings.Clear();
        ObjectPreparer.Decode(request, next, duplicates);
        CheckNamespace(request, next.Metadata());
        CheckIdentity(request, current, next);
        KeepSystemMetadata(old, next);
        KeepOtherPart(request, old, next);
        if (!request.IsStatus)
        {
            resource.Strategy.PrepareForUpdate(next, old);
        }

        CountGeneration(request, old, next);
        if (!tracked)
        {
            fieldManager.Track(request, old, next);
        }

        preparer.Validate(request, next, old);
        next.Metadata()["resourceVersion"] = old.Metadata()["resourceVersion"]?.DeepClone();
        if (FieldManager.EqualsButForTimes(old, next))
        {
            return current;
        }

        return Commit(request, current, resource.Strategy.ToStorage(next));
    }

    private StoredObject? Commit(ApiRequest request, StoredObject current, JsonObject value)
    {
        if (request.DryRun)
        {
            return WithoutVersion(current.Key, value, current.ResourceVersion);
        }

        var storage = request.Resource.StorageName;
        return IsReadyToGo(request.Resource, value) ? store.TryDelete(storage, current, value) : store.TryReplace(storage, current, value);
    }

    /// <summary>The last finalizer of an object in deletion has gone.</summary>
    private static bool IsReadyToGo(ResourceDefinition resource, JsonObject value) =>
        value.Metadata().ContainsKey("deletionTimestamp")
        && value.Metadata().ArrayAt("finalizers") is not { Count: > 0 }
        && (resource.Plural is not "namespaces" || value.ObjectAt("spec").ArrayAt("finalizers") is not { Count: > 0 });

    private static void CheckIdentity(ApiRequest request, StoredObject current, JsonObject next)
    {
        var metadata = next.Metadata();
        var resource = request.Resource;
        var name = metadata.TextAt("name") ?? "";
        if (name.Length > 0 && !string.Equals(name, request.Path.Name, Ordinal))
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Path.Name})");
        }

        metadata["name"] = request.Path.Name;
        if (metadata.TextAt("uid") is { Length: > 0 } uid && !string.Equals(uid, current.Uid, Ordinal))
        {
            throw ApiErrors.Conflict(resource, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }

        var version = metadata.TextAt("resourceVersion") ?? "";
        if (version.Length == 0 && request.Http.Request.Method is "PUT" && !resource.Strategy.AllowsUnconditionalUpdate)
        {
            throw ApiErrors.Invalid(
                resource,
                name,
                [Validation.FieldError.Invalid("metadata.resourceVersion", JsonValue.Create(0), "must be specified for an update")]);
        }

        if (version.Length > 0 && !string.Equals(version, FormattableString.Invariant($"{current.ResourceVersion}"), Ordinal))
        {
            throw ApiErrors.Modified(resource, name);
        }
    }

    private static void KeepSystemMetadata(JsonObject old, JsonObject next)
    {
        foreach (var name in SystemMetadata)
        {
            next.Metadata().SetCopy(name, old.Metadata()[name]);
        }
    }

    /// <summary>The main endpoint does not write status, and the status endpoint writes nothing else.</summary>
    private static void KeepOtherPart(ApiRequest request, JsonObject old, JsonObject next)
    {
        if (request.IsStatus)
        {
            var managed = next.Metadata()["managedFields"]?.DeepClone();
            foreach (var name in next.Select(p => p.Key).Union(old.Select(p => p.Key), StringComparer.Ordinal).ToList())
            {
                if (name is not "status")
                {
                    next.SetCopy(name, old[name]);
                }
            }

            next.Metadata().SetCopy("managedFields", managed);
        }
        else if (request.Resource.HasStatus)
        {
            next.SetCopy("status", old["status"]);
        }
    }

    private static void CountGeneration(ApiRequest request, JsonObject old, JsonObject next)
    {
        if (!request.Resource.Strategy.HasGeneration || request.IsStatus)
        {
            return;
        }

        var ignored = request.Resource.HasStatus ? new[] { "metadata", "status", "apiVersion" } : ["metadata", "apiVersion"];
        var names = old.Select(p => p.Key).Union(next.Select(p => p.Key), StringComparer.Ordinal).Except(ignored, StringComparer.Ordinal);
        if (names.Any(n => !JsonNode.DeepEquals(old[n], next[n])))
        {
            next.Metadata()["generation"] = (old.Metadata().LongAt("generation") ?? 0) + 1;
        }
    }

    private static void CheckNamespace(ApiRequest request, JsonObject metadata)
    {
        if (!request.Resource.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        var given = metadata.TextAt("namespace") ?? "";
        if (given.Length > 0 && !string.Equals(given, request.Path.Namespace, Ordinal))
        {
            throw ApiErrors.BadRequest(
                $"the namespace of the provided object does not match the namespace sent on the request");
        }

        metadata["namespace"] = request.Path.Namespace;
    }

    private void NameObject(JsonObject metadata)
    {
        if (metadata.TextAt("name") is not { Length: > 0 } && metadata.TextAt("generateName") is { Length: > 0 } prefix)
        {
            lock (_randomGate)
            {
                metadata["name"] = string.Concat(prefix.AsSpan(0, Math.Min(prefix.Length, 58)), random.GetString(GeneratedNameAlphabet, 5));
            }
        }
    }

    private void RequireNamespace(ResourceDefinition resource, JsonObject metadata)
    {
        if (!resource.Namespaced)
        {
            return;
        }

        var name = metadata.TextAt("namespace") ?? "";
        var ns = store.Find("namespaces", new ObjectKey("", name)) ?? throw ApiErrors.NamespaceNotFound(name);
        if (ns.IsDeleting)
        {
            throw ApiErrors.Forbidden(
                resource,
                metadata.TextAt("name") ?? "",
                $"unable to create new content in namespace {name} because it is being terminated",
                new StatusCause("NamespaceTerminating", $"namespace {name} is being terminated", "metadata.namespace"));
        }
    }

    private void FillSystemMetadata(ResourceDefinition resource, JsonObject metadata)
    {
        foreach (var name in SystemMetadata.Append("resourceVersion"))
        {
            metadata.Remove(name);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamps.Now(time);
        if (resource.Strategy.HasGeneration)
        {
            metadata["generation"] = 1;
        }
    }

    private static StoredObject WithoutVersion(ObjectKey key, JsonObject value, long version = 0)
    {
        var stored = StoredObject.Create(key, version, value);
        if (version != 0)
        {
            return stored;
        }

        value.Metadata().Remove("resourceVersion");
        return stored.With(value.ToUtf8());
    }
}
