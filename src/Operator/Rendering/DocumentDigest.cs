using System.Security.Cryptography;
using Operator.Core.Documents;

namespace Operator.Rendering;

/// <summary>One digest for all parts of a document.</summary>
internal static class DocumentDigest
{
    public static string Compute(string markdown, string html, IReadOnlyList<SloChart> charts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendPart(markdown);
        hash.AppendPart(html);
        foreach (var chart in charts)
        {
            hash.AppendPart(chart.FileName);
            hash.AppendPart(chart.Svg);
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
