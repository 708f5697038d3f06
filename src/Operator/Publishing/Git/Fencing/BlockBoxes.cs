using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Operator.Publishing.Git.Fencing;

/// <summary>The boxes of a block with what they stand for: an action item, a reviewer, or nothing but themselves in the author's text.</summary>
internal static class BlockBoxes
{
    // The blocks of the built-in template that hold these boxes. Boxes elsewhere are copies and do not count.
    private static readonly string[] Homes = ["action-items", "review"];

    /// <summary>The boxes of some lines. One of the author's own text goes by that text, and by its place among those of the same text.</summary>
    public static IEnumerable<(Box Box, string Subject)> Of(FencedDocument document, IReadOnlyList<string> lines)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (var box in Boxes.Find(lines))
        {
            if (document.Subject(box) is { } subject)
            {
                yield return (box, subject);
                continue;
            }

            var text = "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(box.Markdown)).AsSpan(0, 6));
            seen[text] = seen.GetValueOrDefault(text) + 1;
            yield return (box, string.Create(CultureInfo.InvariantCulture, $"{text}-{seen[text]}"));
        }
    }

    /// <summary>The subjects whose boxes count in a block. The boxes of a subject count in one block of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="block">The block's name.</param>
    public static IReadOnlySet<string> Heard(FencedDocument document, string block)
    {
        HashSet<string> heard = new(StringComparer.Ordinal);
        HashSet<string> elsewhere = new(StringComparer.Ordinal);
        foreach (var (name, markdown) in document.Blocks.OrderByDescending(b => Homes.Contains(b.Name, StringComparer.Ordinal)))
        {
            foreach (var subject in Boxes.Find(markdown.Split('\n')).Select(document.Subject).OfType<string>().Where(s => name == block ? !elsewhere.Contains(s) : !heard.Contains(s)))
            {
                (name == block ? heard : elsewhere).Add(subject);
            }
        }

        return heard;
    }
}
