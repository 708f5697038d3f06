using System.Buffers.Binary;

namespace Operator.Publishing;

/// <summary>The first 128 bits of a SHA-256: enough to tell contents apart, and no object of its own.</summary>
internal readonly record struct ContentDigest(ulong High, ulong Low)
{
    public static ContentDigest Of(ReadOnlySpan<byte> sha256) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(sha256), BinaryPrimitives.ReadUInt64BigEndian(sha256[sizeof(ulong)..]));
}
