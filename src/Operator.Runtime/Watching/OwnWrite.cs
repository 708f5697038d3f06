namespace Operator.Runtime.Watching;

/// <summary>One write of our own that is under way. Dispose it when the request has ended, whatever its outcome.</summary>
public sealed class OwnWrite : IDisposable
{
    private readonly ObjectStore _store;
    private readonly ObjectKey _key;
    private string? _resourceVersion;
    private bool _ended;

    internal OwnWrite(ObjectStore store, ObjectKey key)
    {
        _store = store;
        _key = key;
    }

    /// <summary>The server stored the write under this version.</summary>
    public void Complete(string resourceVersion) => _resourceVersion = resourceVersion;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _store.EndWrite(_key, _resourceVersion);
        }
    }
}
