using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Operator.Core.Documents;

namespace Operator.Rendering;

/// <summary>One digest for all parts of a document; each part's length goes in, so that no byte can move from one to another.</summary>
internal static class DocumentDigest
{
    public static string Compute(string markdown, string html, IReadOnlyList<SloChart> charts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, markdown);
        Add(hash, html);
        foreach (var chart in charts)
        {
            Add(hash, chart.FileName);
            Add(hash, chart.Svg);
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string part)
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
