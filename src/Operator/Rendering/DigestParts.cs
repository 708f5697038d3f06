using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Operator.Rendering;

/// <summary>Digests of several parts; each part's length goes in before it, so that no byte can move from one to another.</summary>
internal static class DigestParts
{
    /// <summary>Appends a text as UTF-8.</summary>
    public static void AppendPart(this IncrementalHash hash, string part)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(part.Length));
        var count = Encoding.UTF8.GetBytes(part, bytes);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, count);
        hash.AppendData(length);
        hash.AppendData(bytes.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
