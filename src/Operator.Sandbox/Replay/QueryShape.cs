using System.Globalization;
using System.Text.RegularExpressions;

namespace Operator.Sandbox.Replay;

/// <summary>A query apart from how far it looks back: an incident that goes on is asked about with other ranges at each look.</summary>
/// <param name="Text">The query with its ranges and moments left out.</param>
/// <param name="Ranges">The ranges in seconds, in their order.</param>
internal sealed partial record QueryShape(string Text, IReadOnlyList<decimal> Ranges)
{
    public static QueryShape Of(string query) => new(
        Moment().Replace(Earlier().Replace(Range().Replace(query, "["), " offset"), "(time) >"),
        [.. Range().Matches(query).Select(m => decimal.Parse(m.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) / (m.Groups["unit"].Value is "ms" ? 1000 : 1))]);

    /// <summary>The largest difference of two ranges; null when the shapes are not the same.</summary>
    public decimal? DistanceTo(QueryShape other) => Text == other.Text && Ranges.Count == other.Ranges.Count
        ? Ranges.Zip(other.Ranges, (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max()
        : null;

    /// <summary>
    /// By how much a count over a range is more than over the range that was recorded, as if events went on evenly: a rate of the same events is what it
    /// was, and both must tell one number. 1 for what counts nothing.
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

    [GeneratedRegex(" offset [0-9]+m?s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Earlier();
}
