using System.Globalization;
using System.Text.RegularExpressions;

namespace Operator.Sandbox.Replay;

/// <summary>A query apart from how far it looks back: an incident that goes on is asked about with other ranges at each look.</summary>
/// <param name="Text">The query with its ranges and moments left out.</param>
/// <param name="Ranges">The ranges in seconds, in their order.</param>
internal sealed partial record QueryShape(string Text, IReadOnlyList<decimal> Ranges)
{
    /// <summary>How far back offsets look, in seconds, in their order: a survey of a window is not one of the days around an incident.</summary>
    public required IReadOnlyList<decimal> Offsets { get; init; }

    public static QueryShape Of(string query) => new(
        Moment().Replace(Earlier().Replace(Range().Replace(query, "["), " offset"), "(time) >"),
        [.. Range().Matches(query).Select(Seconds)])
    {
        Offsets = [.. Earlier().Matches(query).Select(Seconds)],
    };

    /// <summary>The largest difference of two ranges or offsets; null when the shapes are not the same.</summary>
    public decimal? DistanceTo(QueryShape other) => Text == other.Text && Ranges.Count == other.Ranges.Count
        ? Ranges.Concat(Offsets).Zip(other.Ranges.Concat(other.Offsets), (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max()
        : null;

    private static decimal Seconds(Match match) => decimal.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) / (match.Groups["unit"].Value is "ms" ? 1000 : 1);

    /// <summary>
    /// By how much a count over a range is more than over the range that was recorded, as if events went on evenly: samples over time go on as well, and both must
    /// tell nearly the same. 1 for what counts nothing.
    /// </summary>
    public decimal GrowthSince(QueryShape recorded) =>
        Text.Contains("increase(", StringComparison.Ordinal) && !Text.Contains("label_replace(", StringComparison.Ordinal)
        && Ranges is [var asked, ..] && recorded.Ranges is [> 0 and var known, ..] && Ranges.All(r => r == asked)
            ? asked / known
            : 1;

    [GeneratedRegex("\\[(?<number>[0-9]+)(?<unit>m?s)(?=[\\]:])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();

    [GeneratedRegex("\\(vector\\(time\\(\\)\\) > [0-9.]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Moment();

    [GeneratedRegex(" offset (?<number>[0-9]+)(?<unit>m?s)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Earlier();
}
