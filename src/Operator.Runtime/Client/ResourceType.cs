using System.Text;

namespace Operator.Runtime.Client;

/// <summary>Names one resource of the API: everything that a request path and an object's type fields need.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1</c>.</param>
/// <param name="Kind">Kind in the singular, such as <c>ConfigMap</c>.</param>
/// <param name="Plural">Plural in lower case, as it stands in paths.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool Namespaced = true)
{
    /// <summary><c>v1</c> ConfigMaps.</summary>
    public static ResourceType ConfigMap { get; } = new("", "v1", "ConfigMap", "configmaps");

    /// <summary><c>coordination.k8s.io/v1</c> Leases.</summary>
    public static ResourceType Lease { get; } = new("coordination.k8s.io", "v1", "Lease", "leases");

    /// <summary><c>events.k8s.io/v1</c> Events.</summary>
    public static ResourceType Event { get; } = new("events.k8s.io", "v1", "Event", "events");

    /// <summary><c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    private readonly string _root = Group.Length == 0 ? $"api/{Version}/" : $"apis/{Group}/{Version}/";

    /// <summary>Path of the collection, relative to the server's address.</summary>
    /// <param name="ns">One namespace, or null or empty for all of them (and for cluster-scoped resources).</param>
    public string CollectionPath(string? ns) =>
        Namespaced && !string.IsNullOrEmpty(ns) ? $"{_root}namespaces/{Uri.EscapeDataString(ns)}/{Plural}" : _root + Plural;

    /// <summary>Path of one object, relative to the server's address.</summary>
    /// <param name="key">The object.</param>
    /// <param name="subresource">A subresource such as <c>status</c>, or null.</param>
    public string ObjectPath(ObjectKey key, string? subresource = null)
    {
        var path = new StringBuilder(CollectionPath(key.Namespace)).Append('/').Append(Uri.EscapeDataString(key.Name));
        return subresource is null ? path.ToString() : path.Append('/').Append(subresource).ToString();
    }

    /// <summary>Group and plural as in <c>kubectl</c>: <c>postmortems.postmortem.dev</c>.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
