using System.Buffers;

namespace Operator.Runtime.Watching;

/// <summary>
/// The unread bytes of a stream in one contiguous pooled array, so that a value is parsed from one span however it was
/// cut on the way. It grows up to a limit while a long value is read and shrinks after it.
/// </summary>
internal sealed class StreamBuffer(Stream stream, int maxLength) : IDisposable
{
    private const int UsualLength = 16 << 10;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualLength);
    private int _start;
    private int _end;

    /// <summary>The bytes that were read and not yet consumed.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public void Consume(int count)
    {
        _start += count;
        if (_start < _end)
        {
            return;
        }

        (_start, _end) = (0, 0);
        if (_bytes.Length > 4 * UsualLength)
        {
            Replace(UsualLength);
        }
    }

    /// <summary>Reads more bytes; false at the stream's end.</summary>
    /// <exception cref="ValueTooLongException">The unread bytes reached the limit.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        (_start, _end) = (0, 0);
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        if (length >= maxLength)
        {
            throw new ValueTooLongException(maxLength);
        }

        if (_end < _bytes.Length)
        {
            return;
        }

        if (length <= _bytes.Length / 2)
        {
            _bytes.AsSpan(_start, length).CopyTo(_bytes);
            (_start, _end) = (0, length);
        }
        else
        {
            Replace(Math.Min(_bytes.Length * 2, maxLength));
        }
    }

    private void Replace(int size)
    {
        var length = _end - _start;
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(_start, length).CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (bytes, 0, length);
    }
}

/// <summary>A value of a stream exceeds the length that is read into memory.</summary>
internal sealed class ValueTooLongException(int maxLength) : Exception($"A value exceeds {maxLength} bytes.");
