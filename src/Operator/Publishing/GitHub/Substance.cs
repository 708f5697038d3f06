using System.Text.RegularExpressions;
using Operator.Core;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub;

/// <summary>
/// Whether people would want to read a document again: a new version whose status, dates or sign-off alone differ is not worth a pull request,
/// nor a push that dismisses the approvals of one.
/// </summary>
internal static partial class Substance
{
    private static readonly string[] SignOffs = ["review", "footer"];

    /// <summary>Whether the versions differ in substance.</summary>
    public static bool Differs(string before, string after) => !Lines(before).SequenceEqual(Lines(after), StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string text)
    {
        try
        {
            if (FencedFile.Parse(text, "") is { } file)
            {
                var parts = file.Parts.Where(p => p.Begin is null || !SignOffs.Contains(p.Begin.Name, StringComparer.Ordinal));
                return file.Head.Concat(parts.SelectMany(p => p.Lines.Prepend(p.Begin?.Name ?? ""))).Select(Normal).Where(l => l.Length > 0);
            }
        }
        catch (FailureException)
        {
            // Compared as it is.
        }

        return text.Split('\n').Select(Normal).Where(l => l.Length > 0);
    }

    private static string Normal(string line) => line.StartsWith("**Status:**", StringComparison.Ordinal) ? "" : Moment().Replace(line.TrimEnd(), "·");

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC|[A-Z]{2,5}|[+-]\d{2}:?\d{2}))?)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Moment();
}
