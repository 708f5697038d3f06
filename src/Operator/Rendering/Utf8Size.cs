using System.Text;

namespace Operator.Rendering;

/// <summary>Whether texts fit into so many bytes of UTF-8. Most are so far from the limit that their lengths alone tell.</summary>
internal static class Utf8Size
{
    private const int MostBytesOfCharacter = 3;

    /// <summary>Whether the text takes no more than these bytes.</summary>
    public static bool Fits(string text, long maxBytes) => Fits([text], maxBytes);

    /// <summary>Whether the texts together take no more than these bytes.</summary>
    public static bool Fits(IReadOnlyCollection<string> texts, long maxBytes) =>
        texts.Sum(t => (long)t.Length) * MostBytesOfCharacter <= maxBytes || texts.Sum(t => (long)Encoding.UTF8.GetByteCount(t)) <= maxBytes;
}
