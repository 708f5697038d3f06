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
        hash.AppendPart(bytes.AsSpan(0, Encoding.UTF8.GetBytes(part, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Appends bytes.</summary>
    public static void AppendPart(this IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
