using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.ManagedFields;

/// <summary>Who owns which field: server-side apply with conflicts and removal, and the tracking of plain updates.</summary>
internal sealed class FieldManager(TimeProvider time)
{
    private static readonly string[] UntrackedMetadata =
        ["name", "namespace", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "uid", "generation", "managedFields", "resourceVersion"];

    /// <summary>Records a create, an update or a plain patch in the managed fields of <paramref name="value"/>.</summary>
    public void Track(ApiRequest request, JsonObject? old, JsonObject value)
    {
        var schema = request.Resource.TrackingSchema;
        var comparison = FieldComparison.Compare(Tracked(request, old ?? []), Tracked(request, value), schema);
        var entries = ManagerEntry.ReadAll(value);
        if (entries.Count == 0)
        {
            // An explicitly emptied list starts ownership anew; one that was left out keeps it.
            entries = value.Metadata().ArrayAt("managedFields") is { Count: > 0 } ? [] : ManagerEntry.ReadAll(old);
        }

        var mine = NewEntry(request, "Update");
        entries = TakeAway(entries, mine, comparison);
        var before = entries.Find(e => e.Identity == mine.Identity);
        var fields = (before?.Fields ?? new FieldTree()).Difference(comparison.Removed).Union(comparison.Changed);
        Put(entries, mine with { Fields = fields });
        Write(value, entries);
    }

    /// <summary>The object after a server-side apply.</summary>
    /// <exception cref="ApiException">409 when others own fields with other values and <c>force</c> was not asked.</exception>
    public JsonObject Apply(ApiRequest request, JsonObject? live, JsonObject applied)
    {
        var resource = request.Resource;
        var schema = resource.TrackingSchema;
        live ??= Empty(request);
        SchemaPruner.PruneObject(applied, resource.Schema);
        var config = Tracked(request, applied);
        if (config.ObjectAt("metadata") is { Count: 0 })
        {
            config.Remove("metadata");
        }

        var mine = NewEntry(request, "Apply");
        var entries = ManagerEntry.ReadAll(live);
        var last = entries.Find(e => e.Identity == mine.Identity)?.Fields;
        var set = FieldExtractor.Extract(config, schema);
        Put(entries, mine with { Fields = set });
        var merged = (JsonObject)ApplyMerger.Merge(live, config, schema)!;
        if (last is not null)
        {
            ApplyMerger.Remove(merged, NoLongerOwned(last, entries), schema);
        }

        var comparison = FieldComparison.Compare(Tracked(request, live), Tracked(request, merged), schema);
        Refuse(request, entries, mine, comparison);
        Write(merged, TakeAway(entries, mine, comparison));
        if (applied.Metadata().TextAt("resourceVersion") is { Length: > 0 } version)
        {
            merged.Metadata()["resourceVersion"] = version;
        }

        if (applied.Metadata().TextAt("uid") is { Length: > 0 } uid)
        {
            merged.Metadata()["uid"] = uid;
        }

        return merged;
    }

    /// <summary>Equal but for the times of managed fields, which alone do not make a write.</summary>
    public static bool EqualsButForTimes(JsonObject old, JsonObject next)
    {
        if (JsonNode.DeepEquals(old, next))
        {
            return true;
        }

        var (left, right) = (old.Copy(), next.Copy());
        foreach (var entry in new[] { left, right }.SelectMany(o => o.Metadata().ArrayAt("managedFields")?.OfType<JsonObject>() ?? []))
        {
            entry.Remove("time");
        }

        return JsonNode.DeepEquals(left, right);
    }

    private static void Refuse(ApiRequest request, List<ManagerEntry> entries, ManagerEntry mine, FieldComparison comparison)
    {
        if (request.Flag("force"))
        {
            return;
        }

        var conflicts = entries
            .Where(e => e.Identity != mine.Identity)
            .SelectMany(e => e.Fields.Intersection(comparison.Changed).Paths().Select(p => (Entry: e, Path: PathElements.Show(p))))
            .ToList();
        if (conflicts.Count == 0)
        {
            return;
        }

        var version = request.Resource.ApiVersion;
        var groups = conflicts.GroupBy(c => c.Entry.Show(version), c => c.Path, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var parts = groups.Select(g => g.Count() == 1 ? $"conflict with {g.Key}: {g.First()}" : $"conflicts with {g.Key}:\n- {string.Join("\n- ", g)}");
        var text = conflicts.Count == 1 ? "1 conflict" : FormattableString.Invariant($"{conflicts.Count} conflicts");
        throw ApiErrors.ApplyConflict(
            $"Apply failed with {text}: {string.Join("\n", parts)}",
            [.. conflicts.Select(c => new StatusCause("FieldManagerConflict", $"conflict with {c.Entry.Show(version)}", c.Path))]);
    }

    /// <summary>Whoever else owned what has changed or gone owns it no more.</summary>
    private static List<ManagerEntry> TakeAway(List<ManagerEntry> entries, ManagerEntry mine, FieldComparison comparison)
    {
        var lost = comparison.Changed.Union(comparison.Removed);
        return
        [
            .. entries
                .Select(e => e.Identity == mine.Identity ? e : e with { Fields = e.Fields.Difference(lost) })
                .Where(e => !e.Fields.IsEmpty),
        ];
    }

    /// <summary>What the last apply owned, or only led to, and nobody owns any part of now. Metadata itself always stays.</summary>
    private static FieldTree NoLongerOwned(FieldTree last, IEnumerable<ManagerEntry> entries)
    {
        var owned = entries.Aggregate(new FieldTree(), (all, e) => all.Union(e.Fields));
        return Descend(last, owned, isRoot: true);

        static FieldTree Unowned(FieldTree last, FieldTree? owned) =>
            owned is null or { IsEmpty: true } ? new FieldTree { IsMember = true } : Descend(last, owned, isRoot: false);

        static FieldTree Descend(FieldTree last, FieldTree? owned, bool isRoot)
        {
            var result = new FieldTree();
            foreach (var (element, child) in last.Children)
            {
                var rest = owned?.Find(element);
                result.Set(element, isRoot && element is "f:metadata" ? Descend(child, rest, isRoot: false) : Unowned(child, rest));
            }

            return result;
        }
    }

    private ManagerEntry NewEntry(ApiRequest request, string operation) =>
        new(request.FieldManager, operation, request.Resource.ApiVersion, request.Path.Subresource, Timestamps.Now(time), new FieldTree());

    private static void Put(List<ManagerEntry> entries, ManagerEntry entry)
    {
        var index = entries.FindIndex(e => e.Identity == entry.Identity);
        if (index < 0)
        {
            entries.Add(entry);
        }
        else
        {
            var same = entries[index].Fields.ToFieldsV1();
            entries[index] = JsonNode.DeepEquals(same, entry.Fields.ToFieldsV1()) ? entries[index] : entry;
        }

        entries.RemoveAll(e => e.Fields.IsEmpty);
    }

    private static void Write(JsonObject value, List<ManagerEntry> entries)
    {
        var sorted = entries.OrderBy(e => e.Operation, StringComparer.Ordinal).ThenBy(e => e.Time, StringComparer.Ordinal).ThenBy(e => e.Manager, StringComparer.Ordinal);
        value.Metadata()["managedFields"] = new JsonArray([.. sorted.Select(e => e.ToJson())]);
        if (entries.Count == 0)
        {
            value.Metadata().Remove("managedFields");
        }
    }

    /// <summary>The part of an object that the request's endpoint can own.</summary>
    private static JsonObject Tracked(ApiRequest request, JsonObject value)
    {
        if (request.IsStatus)
        {
            var only = new JsonObject();
            only.SetCopy("status", value["status"]);
            return only;
        }

        var copy = value.Copy();
        copy.Remove("apiVersion");
        copy.Remove("kind");
        if (request.Resource.HasStatus)
        {
            copy.Remove("status");
        }

        foreach (var name in UntrackedMetadata)
        {
            copy.Metadata().Remove(name);
        }

        return copy;
    }

    private static JsonObject Empty(ApiRequest request)
    {
        var metadata = new JsonObject { ["name"] = request.Path.Name };
        if (request.Resource.Namespaced)
        {
            metadata["namespace"] = request.Path.Namespace;
        }

        return new JsonObject { ["apiVersion"] = request.Resource.ApiVersion, ["kind"] = request.Resource.Kind, ["metadata"] = metadata };
    }

}
