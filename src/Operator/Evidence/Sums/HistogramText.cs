using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>Finds what counts no events in queries of histograms and summaries: sums of observed values, buckets added to each other, and quantiles.</summary>
internal static partial class HistogramText
{
    /// <summary>The queries of an indicator by their fields, below the objective.</summary>
    public static IEnumerable<(string Field, string Query)> Queries(SliSpec sli) => new[]
    {
        ("sli.ratio.errors", sli.Ratio?.Errors), ("sli.ratio.total", sli.Ratio?.Total),
        ("sli.events.errorQuery", sli.Events?.ErrorQuery), ("sli.events.totalQuery", sli.Events?.TotalQuery),
        ("sli.raw.errorRatioQuery", sli.Raw?.ErrorRatioQuery),
    }.Where(q => q.Item2 is not null).Select(q => (q.Item1, q.Item2!));

    /// <summary>What is wrong with a query, and what to write instead.</summary>
    /// <param name="query">The query.</param>
    /// <param name="all">All queries of its indicator.</param>
    /// <returns>Null if nothing is.</returns>
    public static string? Problem(string query, IReadOnlyCollection<string> all)
    {
        var tokens = QueryTokens.Of(query);
        var selectors = Selectors.Places(tokens).Select(p => p.Selector).ToList();
        if (selectors.Find(s => Bucket().IsMatch(s) && !HasBound().IsMatch(s)) is { } buckets && !tokens.Any(t => t.Kind == QueryTokenKind.Word && TakesBuckets().IsMatch(t.Text)))
        {
            return $"{SloProblems.Shown(buckets)} adds up all buckets of a histogram, and each of them holds the ones below it: an event is counted several times; write le=\"+Inf\" for all events, or the bucket of the objective for the good ones; write le=\"\" if it is no histogram";
        }

        // A value that is compared, or cut to 0 and 1, is a verdict.
        if (tokens.Any(t => (t.Kind == QueryTokenKind.Other && t.Text is "<" or ">" or "=" or "!") || (t.Kind == QueryTokenKind.Word && CutsOff().IsMatch(t.Text))))
        {
            return null;
        }

        if (tokens.FirstOrDefault(t => t.Kind == QueryTokenKind.Word && GivesValue().IsMatch(t.Text)) is { Text: { } function })
        {
            return $"{function}() gives an observed value, such as seconds, and not a share of events; compare it with a bound, as in … > bool 0.5, or count slow events by {SlowEvents("x")}";
        }

        return selectors.Find(s => Sum().Match(s) is { Success: true } m && all.Any(q => Sibling(m.Groups["name"].Value).IsMatch(q))) is { } sum
            ? $"{SloProblems.Shown(sum)} adds up observed values, such as seconds, and counts no events; count slow ones by {SlowEvents(Sum().Match(sum).Groups["name"].Value)}"
            : null;
    }

    private static string SlowEvents(string name) => $"sum(rate({name}_count[{{{{.window}}}}])) - sum(rate({name}_bucket{{le=\"0.5\"}}[{{{{.window}}}}]))";

    private static Regex Sibling(string name) => new($"(?<![\\w:]){name}_(count|bucket)(?![\\w:])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    [GeneratedRegex("^[\\w:]+_bucket(?![\\w:])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bucket();

    [GeneratedRegex("[{,]\\s*(#[^\\n]*\\s*)*\"?(le|vmrange)\"?\\s*(=|!)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HasBound();

    [GeneratedRegex("^(histogram_\\w+|prometheus_buckets|buckets_limit|le|vmrange|without|count|group|max|min|topk|bottomk)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TakesBuckets();

    [GeneratedRegex("^(clamp(_min|_max)?|sgn|histogram_(fraction|share|count))\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CutsOff();

    [GeneratedRegex("^histogram_(quantiles?|stddev|stdvar)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GivesValue();

    [GeneratedRegex("^(?<name>[a-zA-Z_:][\\w:]*_(seconds|milliseconds|microseconds|nanoseconds|ms|us|ns|bytes|duration|latency|time|size))_sum(?![\\w:])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sum();
}
