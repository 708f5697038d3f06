namespace Operator.Runtime.Watching;

/// <summary>Splits a watch stream into lines of bounded length.</summary>
internal sealed class WatchLineReader(Stream stream, int maxLineLength) : IDisposable
{
    private readonly StreamBuffer _buffer = new(stream, maxLineLength);
    private int _pendingLine;

    /// <summary>The line that <see cref="ReadAsync"/> found, without its end; valid until the next call.</summary>
    public ReadOnlySpan<byte> Line => _buffer.Unread[..Math.Max(0, _pendingLine - 1)].TrimEnd((byte)'\r');

    /// <summary>Whether bytes of an unfinished line remain, once the stream has ended.</summary>
    public bool EndsTruncated => _buffer.Unread.ContainsAnyExcept(" \r\t"u8);

    /// <summary>Moves to the next line; false at the stream's end.</summary>
    /// <exception cref="ValueTooLongException">A line exceeds the limit.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.Consume(_pendingLine);
        _pendingLine = 0;
        var searched = 0;
        while (true)
        {
            var end = _buffer.Unread[searched..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                _pendingLine = searched + end + 1;
                return true;
            }

            searched = _buffer.Unread.Length;
            if (!await _buffer.FillAsync(cancellationToken))
            {
                return false;
            }
        }
    }

    public void Dispose() => _buffer.Dispose();
}
