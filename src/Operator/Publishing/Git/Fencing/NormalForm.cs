using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Operator.Rendering;

namespace Operator.Publishing.Git.Fencing;

/// <summary>
/// A text without what formatters and editors change: line ends, blank lines, spaces at the end of lines, padding of tables. Boxes count as
/// empty: a tick is read for itself. Two texts with one digest say the same.
/// </summary>
internal static partial class NormalForm
{
    /// <summary>The digest of a text's normal form, in 128 bits.</summary>
    public static string Digest(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var fences = default(FenceScanner);
        foreach (var raw in lines)
        {
            var line = raw.TrimEnd('\r');
            if (Normal(line, fences.IsCode(line)) is { } normal)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(normal));
                hash.AppendData("\n"u8);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The same of a text.</summary>
    public static string Digest(string text) => Digest(text.Split('\n'));

    private static string? Normal(string line, bool isCode)
    {
        if (isCode)
        {
            return line;
        }

        line = line.TrimEnd();
        return line.Length == 0 ? null : line.TrimStart().StartsWith('|') ? Row(line) : Box().Replace(line, "${before}[ ]");
    }

    private static string Row(string line)
    {
        var cells = line.Trim().Trim('|').Split('|').Select(c => c.Trim());
        return string.Join('|', cells.Select(c => Rule().IsMatch(c) ? $"{(c[0] == ':' ? ":" : "")}-{(c[^1] == ':' ? ":" : "")}" : c));
    }

    [GeneratedRegex(@"^(?<before>\s*[-*+] )\[[ xX]\](?= )", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Box();

    [GeneratedRegex(@"^:?-+:?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rule();
}
