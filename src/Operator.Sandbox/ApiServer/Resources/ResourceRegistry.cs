using System.Collections.Immutable;
using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>What is served right now: the built-in kinds and every established CustomResourceDefinition.</summary>
internal sealed class ResourceRegistry
{
    private readonly IReadOnlyList<ResourceDefinition> _builtIn;
    private ImmutableSortedDictionary<string, IReadOnlyList<ResourceDefinition>> _custom =
        ImmutableSortedDictionary<string, IReadOnlyList<ResourceDefinition>>.Empty.WithComparers(StringComparer.Ordinal);

    public ResourceRegistry(TimeProvider time)
    {
        _builtIn = BuiltInResources.All(time);
        All = _builtIn;
    }

    /// <summary>Immutable snapshot, built-in kinds first.</summary>
    public IReadOnlyList<ResourceDefinition> All { get; private set; }

    public ResourceDefinition? Find(string group, string version, string plural) =>
        All.FirstOrDefault(r => Is(r.Plural, plural) && Is(r.Version, version) && Is(r.Group, group));

    public ResourceDefinition? FindKind(string apiVersion, string kind) =>
        All.FirstOrDefault(r => Is(r.Kind, kind) && Is(r.ApiVersion, apiVersion));

    /// <summary>One definition per storage, so that everything that exists can be walked once.</summary>
    public IEnumerable<ResourceDefinition> Stored => All.DistinctBy(r => r.StorageName, StringComparer.Ordinal);

    /// <summary>Runs under the store's lock, so that a CRD is served as soon as its write is answered.</summary>
    public void Observe(StoreEvent change)
    {
        if (!Is(change.Storage, BuiltInResources.CrdStorage))
        {
            return;
        }

        var name = change.Current!.Key.Name;
        _custom = change.Type == StoreEventType.Deleted
            ? _custom.Remove(name)
            : _custom.SetItem(name, CustomResources.Read(change.Current.ToNode()));
        All = [.. _builtIn, .. _custom.Values.SelectMany(r => r)];
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
