using System.Text;

namespace Operator.Runtime.Tests.Chaos;

/// <summary>A stream that only reads, and only asynchronously.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A list's body: slow, in odd pieces, at times cut, reset or stalled.</summary>
internal sealed class ChaosByteStream(ChaosTransport transport, byte[] body, Random random, TimeProvider time) : ReadOnlyStream
{
    private int _position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        switch (transport.Draw(60))
        {
            case 0:
                transport.Count("list cut");
                return 0;
            case 1:
                transport.Count("list reset");
                throw new IOException("Connection reset by peer");
            case 2:
                transport.Count("list stall");
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case < 20:
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 20)), time, cancellationToken);
                break;
            default:
                break;
        }

        var length = Math.Min(Math.Min(buffer.Length, body.Length - _position), random.Next(1, 1500));
        body.AsMemory(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }
}

/// <summary>A watch's body. Faults strike between lines and within them.</summary>
internal sealed class ChaosWatchStream : ReadOnlyStream
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly ChaosTransport _transport;
    private readonly ChaosServer _server;
    private readonly string? _namespace;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly long _endsAt;
    private readonly List<string> _sent = [];
    private byte[] _pending = [];
    private int _position;
    private long _version;
    private Action? _afterPending;

    public ChaosWatchStream(
        ChaosTransport transport, ChaosServer server, string? ns, long version, TimeSpan timeout, Random random, TimeProvider time)
    {
        (_transport, _server, _namespace, _version, _random, _time) = (transport, server, ns, version, random, time);
        _endsAt = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_position == _pending.Length)
        {
            _afterPending?.Invoke();
            if (_afterPending is not null || _time.GetTimestamp() >= _endsAt)
            {
                return 0;
            }

            if (_transport.Draw(150) == 0)
            {
                _transport.Count("watch stall");
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            }

            Produce();
            if (_pending.Length == _position)
            {
                await Task.Delay(Poll, _time, cancellationToken);
            }
        }

        if (_transport.Draw(4) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 300)), _time, cancellationToken);
        }

        var length = Math.Min(Math.Min(buffer.Length, _pending.Length - _position), _random.Next(1, 400));
        _pending.AsMemory(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    /// <summary>Chooses the next lines, and what happens after them.</summary>
    private void Produce()
    {
        var text = new StringBuilder();
        switch (_transport.Draw(60))
        {
            case 0:
                Break("watch clean close", () => { });
                break;
            case 1:
                Break("watch reset", () => throw new IOException("Connection reset by peer"));
                break;
            case 2:
                Break("watch 410 in stream", () => { });
                text.Append("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""").Append('\n');
                break;
            case 3:
                Break("watch 429 in stream", () => { });
                text.Append("""{"type":"ERROR","object":{"kind":"Status","code":429,"details":{"retryAfterSeconds":3}}}""").Append('\n');
                break;
            case 4:
                text.Append(CutLine("watch truncated", ""));
                break;
            case 5:
                text.Append(CutLine("watch garbage", "\n"));
                break;
            case 6 when _sent.Count > 0:
                _transport.Count("watch duplicate");
                text.Append(_sent[_random.Next(_sent.Count)]);
                break;
            case 7 when _namespace is null:
                _version = Math.Max(_version, _server.EventsAfter(_version, _namespace).Any() ? _version : _server.Version);
                text.Append($"{{\"type\":\"BOOKMARK\",\"object\":{{\"kind\":\"Thing\",\"metadata\":{{\"resourceVersion\":\"{_version}\"}}}}}}\n");
                break;
            default:
                AppendEvents(text);
                break;
        }

        (_pending, _position) = (Encoding.UTF8.GetBytes(text.ToString()), 0);
    }

    private void AppendEvents(StringBuilder text)
    {
        var events = _server.EventsAfter(_version, _namespace).Take(2).ToList();
        if (events.Count == 0)
        {
            return;
        }

        // Two neighbours in the wrong order arrive together: a client that has seen only the later could not know of the earlier.
        var swaps = events.Count == 2 && _transport.Draw(5) == 0;
        if (swaps)
        {
            _transport.Count("watch reordered");
            events.Reverse();
        }

        foreach (var item in swaps ? events : events.Take(1))
        {
            text.Append(item.Line);
            _sent.Add(item.Line);
            _version = Math.Max(_version, item.Version);
        }
    }

    private string CutLine(string fault, string end)
    {
        Break(fault, () => { });
        var line = _server.EventsAfter(_version, _namespace).FirstOrDefault()?.Line ?? """{"type":"BOOKMARK","object":{}}""" + "\n";
        return line[.._random.Next(1, line.Length - 2)] + end;
    }

    private void Break(string fault, Action how)
    {
        _transport.Count(fault);
        _afterPending = how;
    }
}
