using System.Globalization;
using System.Text;

namespace Operator.Publishing.Git;

/// <summary>The rules for paths in a repository: none leads out of it, to Git's own files or to what a server runs, and none looks like another.</summary>
internal static class GitPath
{
    private const int LongestPath = 1000;
    private const int LongestSegment = 200;

    // Folders in which files are programs or settings of a server, on file systems that ignore case.
    private static readonly string[] Reserved = [".git", ".github", ".gitlab", ".gitea", ".forgejo", ".circleci", ".azuredevops", ".buildkite", ".woodpecker"];

    /// <summary>What is wrong with a path below the repository's top; null when nothing is.</summary>
    public static string? Problem(string path)
    {
        if (path.Length == 0)
        {
            return "must not be empty";
        }

        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            return $"is longer than {LongestPath} bytes";
        }

        if (path[0] == '/' || path[^1] == '/')
        {
            return "must not begin or end with a slash";
        }

        return path.Split('/').Select(SegmentProblem).FirstOrDefault(p => p is not null);
    }

    /// <summary>Text from a resource as a single segment or a part of one: what the rules refuse becomes a dash.</summary>
    public static string Segment(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-');
        }

        return safe.ToString().Trim('.', '-');
    }

    private static string? SegmentProblem(string segment)
    {
        if (segment is "" or "." or "..")
        {
            return "must not have empty, '.' or '..' segments";
        }

        if (Encoding.UTF8.GetByteCount(segment) > LongestSegment)
        {
            return $"has a segment that is longer than {LongestSegment} bytes";
        }

        if (segment[0] is '-' or ' ' || segment[^1] is '.' or ' ')
        {
            return $"has the segment '{Shown(segment)}', which begins with a dash or a space, or ends with a dot or a space";
        }

        if (segment.EnumerateRunes().Any(r => IsUnsafe(r) || IsLookAlike(r.Value)))
        {
            return $"has the segment '{Shown(segment)}' with characters that are invisible, look like others, or that file systems refuse";
        }

        if (MixesAlphabets(segment))
        {
            return $"has the segment '{Shown(segment)}', which mixes letters of alphabets that look alike";
        }

        var folded = segment.ToLowerInvariant();
        return folded.StartsWith(".git", StringComparison.Ordinal) || Reserved.Contains(folded, StringComparer.Ordinal) || folded.StartsWith("git~", StringComparison.Ordinal)
            ? $"has the segment '{Shown(segment)}', which is kept for the server"
            : null;
    }

    private static bool IsUnsafe(Rune rune) => rune.Value is < 0x20 or 0x7f or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or 0xfffd
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Other forms of plain letters, and accents apart from their letters. The program has no tables of Unicode that could normalize them.
    private static bool IsLookAlike(int rune) => rune is (>= 0x300 and <= 0x36f) or (>= 0x1ab0 and <= 0x1aff) or (>= 0x1d00 and <= 0x1dbf) or (>= 0x2000 and <= 0x214f) or (>= 0x2460 and <= 0x24ff)
        or (>= 0xfb00 and <= 0xfdff) or (>= 0xfe00 and <= 0xfe6f) or (>= 0xff00 and <= 0xffef) or (>= 0x1d400 and <= 0x1d7ff) or (>= 0x1f100 and <= 0x1f1ff) or (>= 0xe0000 and <= 0xe0fff) or 0xa0 or 0x3000;

    private static bool MixesAlphabets(string segment) =>
        segment.Any(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z') && segment.Any(c => c is >= '\u0370' and <= '\u052f' or >= '\u13a0' and <= '\u13ff');

    private static string Shown(string segment)
    {
        var shown = new StringBuilder();
        foreach (var rune in segment.EnumerateRunes().Take(60))
        {
            shown.Append(rune.Value is > 0x20 and < 0x7f ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"));
        }

        return shown.ToString();
    }
}
