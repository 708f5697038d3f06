using System.Globalization;
using Operator.Core;

namespace Operator.Publishing.Git;

/// <summary>A commit that changed a file.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">Whom it names as author.</param>
/// <param name="IsOperators">Whether the operator made it.</param>
/// <param name="Before">The file before, by Git's name; null where there was none, or that cannot be told.</param>
/// <param name="After">The file after; null where it was deleted.</param>
internal sealed record FileChange(string Commit, DateTimeOffset At, string Author, bool IsOperators, string? Before, string? After)
{
    /// <summary>What git is to print of a commit. None of it can hold the NUL that parts it, whatever people write in messages and names.</summary>
    public const string Format = "--format=%x00%H%x00%ct%x00%an%x00%ae%x00%(trailers:key=Published-by,valueonly)%x00";

    private const int Fields = 6;

    // A name may have any length; the address behind it decides over approvals.
    private const int LongestName = 100;

    // People can give a commit any time.
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads what <c>git log --raw --no-abbrev</c> prints in that format.</summary>
    public static IEnumerable<FileChange> Parse(string log)
    {
        var parts = log.Split('\0');
        for (var i = 1; i + Fields <= parts.Length; i += Fields)
        {
            var raw = parts[i + 5].Trim().Split(' ');
            yield return new FileChange(
                parts[i],
                DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(long.TryParse(parts[i + 1], CultureInfo.InvariantCulture, out var seconds) ? seconds : 0, 0, LastSecond)),
                $"{Texts.Line(parts[i + 2], LongestName)} <{parts[i + 3]}>",
                parts[i + 4].Trim().Length > 0,
                raw.Length > 3 ? Existing(raw[2]) : null,
                raw.Length > 3 ? Existing(raw[3]) : null);
        }
    }

    private static string? Existing(string objectId) => objectId.All(c => c == '0') ? null : objectId;
}
