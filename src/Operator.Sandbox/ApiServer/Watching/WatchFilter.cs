using Operator.Sandbox.ApiServer.Http;
using Operator.Sandbox.ApiServer.Selectors;
using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.Watching;

/// <summary>What a watcher sees of a commit: an object that leaves the selector is deleted for it, one that enters is added.</summary>
internal sealed class WatchFilter(ApiRequest request)
{
    private readonly LabelSelector _labels = LabelSelector.Parse(request.Query("labelSelector"));
    private readonly FieldSelector _fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Resource);
    private readonly string _namespace = request.Path.Namespace;
    private readonly string _name = request.Path.Name;

    public bool Matches(StoredObject item) =>
        (_namespace.Length == 0 || string.Equals(item.Key.Namespace, _namespace, StringComparison.Ordinal))
        && (_name.Length == 0 || string.Equals(item.Key.Name, _name, StringComparison.Ordinal))
        && _labels.Matches(item.Labels)
        && _fields.Matches(item);

    public string? Translate(StoreEvent change)
    {
        var was = change.Previous is { } previous && Matches(previous);
        var isNow = change.Type != StoreEventType.Deleted && Matches(change.Current!);
        return (was, isNow) switch
        {
            (true, true) => "MODIFIED",
            (false, true) => "ADDED",
            (true, false) => "DELETED",
            _ => null,
        };
    }
}
