using System.Text;
using Operator.Runtime.Tests.Chaos;

namespace Operator.Runtime.Tests.Watching;

/// <summary>Gives bytes in pieces of a given size, then ends or fails.</summary>
internal sealed class ScriptedStream(byte[] bytes, int piece = int.MaxValue, Exception? end = null) : ReadOnlyStream
{
    private int _position;

    public ScriptedStream(string text, int piece = int.MaxValue, Exception? end = null)
        : this(Encoding.UTF8.GetBytes(text), piece, end)
    {
    }

    public int BytesRead => _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = Math.Min(Math.Min(buffer.Length, bytes.Length - _position), piece);
        if (length == 0 && end is not null)
        {
            throw end;
        }

        bytes.AsMemory(_position, length).CopyTo(buffer);
        _position += length;
        return ValueTask.FromResult(length);
    }
}
