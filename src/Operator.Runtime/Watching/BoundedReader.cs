using System.Buffers;

namespace Operator.Runtime.Watching;

/// <summary>Reads a stream line by line, or whole, into one pooled array that grows up to a limit and shrinks after a long line.</summary>
/// <param name="stream">The stream; it is not disposed.</param>
/// <param name="maxLength">Most bytes of a line, or of the whole.</param>
internal sealed class BoundedReader(Stream stream, int maxLength) : IDisposable
{
    private const int UsualLength = 16 << 10;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualLength);
    private int _start;
    private int _end;
    private int _line;

    /// <summary>The line that <see cref="ReadLineAsync"/> found, without its end; valid until the next call.</summary>
    public ReadOnlySpan<byte> Line => Unread[..Math.Max(0, _line - 1)].TrimEnd((byte)'\r');

    /// <summary>What was read and is not consumed: after <see cref="ReadToEndAsync"/> the whole, after the last line what follows it.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Whether bytes of an unfinished line remain, once the stream has ended.</summary>
    public bool EndsTruncated => Unread.ContainsAnyExcept(" \r\t"u8);

    /// <summary>Moves to the next line; false at the stream's end.</summary>
    /// <exception cref="ValueTooLongException">A line exceeds the limit.</exception>
    public async ValueTask<bool> ReadLineAsync(CancellationToken cancellationToken)
    {
        Consume(_line);
        _line = 0;
        var searched = 0;
        while (true)
        {
            var end = Unread[searched..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                _line = searched + end + 1;
                return true;
            }

            searched = Unread.Length;
            if (!await FillAsync(cancellationToken))
            {
                return false;
            }
        }
    }

    /// <summary>Reads the rest of the stream into <see cref="Unread"/>.</summary>
    /// <exception cref="ValueTooLongException">It exceeds the limit.</exception>
    public async ValueTask ReadToEndAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        (_start, _end, _line) = (0, 0, 0);
    }

    private void Consume(int count)
    {
        _start += count;
        if (_start < _end)
        {
            return;
        }

        (_start, _end) = (0, 0);
        if (_bytes.Length > 4 * UsualLength)
        {
            MoveTo(ArrayPool<byte>.Shared.Rent(UsualLength));
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var length = _end - _start;
        if (length > maxLength)
        {
            throw new ValueTooLongException(maxLength);
        }

        if (_end == _bytes.Length)
        {
            MoveTo(length <= _bytes.Length / 2 ? _bytes : ArrayPool<byte>.Shared.Rent(_bytes.Length * 2));
        }

        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    private void MoveTo(byte[] bytes)
    {
        var length = _end - _start;
        Unread.CopyTo(bytes);
        if (bytes != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, _start, _end) = (bytes, 0, length);
    }
}

/// <summary>A value of a stream exceeds the length that is read into memory.</summary>
internal sealed class ValueTooLongException(int maxLength) : Exception($"A value exceeds {maxLength} bytes.");
