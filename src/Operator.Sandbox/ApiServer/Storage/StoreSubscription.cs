using System.Threading.Channels;

namespace Operator.Sandbox.ApiServer.Storage;

/// <summary>A watcher's own queue of commits; ends when it is disposed or falls too far behind.</summary>
internal sealed class StoreSubscription(StorageBucket bucket, int capacity) : IDisposable
{
    private readonly Channel<StoreEvent> _events = Channel.CreateBounded<StoreEvent>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public ChannelReader<StoreEvent> Events => _events.Reader;

    /// <summary>Called under the store's lock. A watcher that does not keep up is cut off, as kube-apiserver does it.</summary>
    public void Offer(StoreEvent storeEvent)
    {
        if (!_events.Writer.TryWrite(storeEvent))
        {
            _events.Writer.TryComplete();
        }
    }

    public void Dispose()
    {
        bucket.Unsubscribe(this);
        _events.Writer.TryComplete();
    }
}
