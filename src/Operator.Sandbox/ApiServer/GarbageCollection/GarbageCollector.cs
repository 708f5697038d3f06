using System.Text.Json.Nodes;
using System.Threading.Channels;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Storage;
using Operator.Sandbox.ApiServer.Writing;

namespace Operator.Sandbox.ApiServer.GarbageCollection;

/// <summary>
/// Follows every commit and does what controllers do in a cluster: deletes dependents, orphans them, empties namespaces,
/// and removes the objects of a deleted CustomResourceDefinition.
/// </summary>
internal sealed class GarbageCollector(ObjectStore store, ResourceRegistry registry, ObjectDeleter deleter)
{
    private static readonly DeleteOptions Background = new("Background", null, null, DryRun: false);

    private readonly Channel<StoreEvent> _changes = Channel.CreateUnbounded<StoreEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly OwnershipGraph _graph = new();

    public void Observe(StoreEvent change) => _changes.Writer.TryWrite(change);

    public void Complete() => _changes.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(cancellation))
        {
            Process(change);
        }
    }

    private void Process(StoreEvent change)
    {
        var current = change.Current!;
        if (change.Type == StoreEventType.Deleted)
        {
            foreach (var dependent in _graph.Remove(current))
            {
                DeleteIfOwnerless(dependent);
            }
        }
        else
        {
            _graph.Set(change.Storage, current);
            if (current.Owners.Count > 0 && !current.IsDeleting)
            {
                DeleteIfOwnerless(new GraphNode(change.Storage, current));
            }
        }

        foreach (var node in _graph.Deleting())
        {
            Finish(node);
        }
    }

    private void DeleteIfOwnerless(GraphNode node)
    {
        if (!node.Object.Owners.Any(o => _graph.Exists(o.Uid, node.Object.Key.Namespace)) && Definition(node) is { } resource)
        {
            Delete(resource, node.Object, Background);
        }
    }

    private void Finish(GraphNode node)
    {
        var item = node.Object;
        if (item.Finalizers.Contains(ObjectDeleter.OrphanFinalizer, StringComparer.Ordinal))
        {
            _graph.Dependents(item.Uid).ToList().ForEach(d => Change(d, v => RemoveOwner(v, item.Uid)));
            RemoveFinalizer(node, ObjectDeleter.OrphanFinalizer);
        }
        else if (item.Finalizers.Contains(ObjectDeleter.ForegroundFinalizer, StringComparer.Ordinal))
        {
            var dependents = _graph.Dependents(item.Uid).ToList();
            dependents.Where(d => !d.Object.IsDeleting).ToList().ForEach(DeleteDependent);
            if (!dependents.Exists(d => d.Object.Owners.Any(o => o.BlockOwnerDeletion && Is(o.Uid, item.Uid))))
            {
                RemoveFinalizer(node, ObjectDeleter.ForegroundFinalizer);
            }
        }
        else if (Is(node.Storage, "namespaces"))
        {
            EmptyNamespace(node);
        }
        else if (Is(node.Storage, BuiltInResources.CrdStorage) && item.Finalizers.Contains(CrdStrategy.CleanupFinalizer, StringComparer.Ordinal))
        {
            EmptyDefinition(node);
        }
    }

    private void DeleteDependent(GraphNode dependent)
    {
        if (Definition(dependent) is { } resource)
        {
            Delete(resource, dependent.Object, Background with { Propagation = "Foreground" });
        }
    }

    private void EmptyNamespace(GraphNode node)
    {
        var remaining = 0;
        foreach (var resource in registry.Stored.Where(r => r.Namespaced).ToList())
        {
            foreach (var item in store.Snapshot(resource.StorageName).Items.Where(i => Is(i.Key.Namespace, node.Object.Key.Name)))
            {
                remaining += Delete(resource, item, Background) ? 0 : 1;
            }
        }

        if (remaining == 0)
        {
            Change(node, v => v.ObjectOrNew("spec")["finalizers"] = new JsonArray());
        }
    }

    private void EmptyDefinition(GraphNode node)
    {
        var remaining = 0;
        foreach (var resource in registry.Stored.Where(r => r.IsCustom && Is(r.QualifiedName, node.Object.Key.Name)).ToList())
        {
            remaining += store.Snapshot(resource.StorageName).Items.Count(item => !Delete(resource, item, Background));
        }

        if (remaining == 0)
        {
            RemoveFinalizer(node, CrdStrategy.CleanupFinalizer);
        }
    }

    private void RemoveFinalizer(GraphNode node, string finalizer) => Change(node, v =>
    {
        var kept = v.Metadata().ArrayAt("finalizers")?.Where(f => f.AsText() != finalizer).Select(f => f?.DeepClone()).ToArray() ?? [];
        v.Metadata().SetCopy("finalizers", kept.Length == 0 ? null : new JsonArray(kept));
    });

    private static void RemoveOwner(JsonObject value, string uid)
    {
        var kept = value.Metadata().ArrayAt("ownerReferences")?.Where(o => (o as JsonObject).TextAt("uid") != uid).Select(o => o?.DeepClone()).ToArray() ?? [];
        value.Metadata().SetCopy("ownerReferences", kept.Length == 0 ? null : new JsonArray(kept));
    }

    /// <summary>Applies a change to the newest state, and deletes the object when nothing holds it any more.</summary>
    private void Change(GraphNode node, Action<JsonObject> change)
    {
        while (store.Find(node.Storage, node.Object.Key) is { } current && Is(current.Uid, node.Object.Uid))
        {
            var value = current.ToNode();
            change(value);
            var isFree = current.IsDeleting
                && value.Metadata().ArrayAt("finalizers") is not { Count: > 0 }
                && (!Is(node.Storage, "namespaces") || value.ObjectAt("spec").ArrayAt("finalizers") is not { Count: > 0 });
            var done = isFree ? store.TryDelete(node.Storage, current, value) : store.TryReplace(node.Storage, current, value);
            if (done is not null)
            {
                return;
            }
        }
    }

    private bool Delete(ResourceDefinition resource, StoredObject item, DeleteOptions options)
    {
        try
        {
            return deleter.Delete(resource, item.Key, options with { Uid = item.Uid }).Gone;
        }
        catch (ApiException e) when (e.Code is 404 or 409)
        {
            return true;
        }
    }

    private ResourceDefinition? Definition(GraphNode node) => registry.Stored.FirstOrDefault(r => Is(r.StorageName, node.Storage));

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
