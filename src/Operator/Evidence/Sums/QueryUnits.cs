using System.Text.RegularExpressions;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>
/// Tells rates from counts. Tools that need only the quotient of errors and total take either, and people bring their queries. Over parts of a
/// stretch counts add up to the count of the whole, and rates do not, however uneven traffic is.
/// </summary>
internal static partial class QueryUnits
{
    private const int Parts = 12;
    private const double PartSeconds = 600;

    // The whole is 1 of the sum of parts for counts, and 1/12 for rates.
    private const double CountsAbove = 0.45;
    private const double RatesBelow = 0.2;

    /// <summary>How far before the moment of asking answers reach back, in seconds.</summary>
    public const double AskedSeconds = (Parts + 1) * PartSeconds;

    /// <summary>What to ask about a query, beside other figures.</summary>
    /// <param name="term">The query's name among the figures.</param>
    /// <param name="query">The query.</param>
    /// <param name="at">When it is asked.</param>
    public static IEnumerable<string> Figures(string term, string query, DateTimeOffset at)
    {
        if (!PromQL.HasWindow(query))
        {
            return [];
        }

        // Servers evaluate subqueries at whole multiples of their step: parts and whole end at the last one before the question.
        var ago = at.ToUnixTimeMilliseconds() % (long)(PartSeconds * 1000) / 1000.0;
        // Not known yet is how the server divides: written out, a rate is the same everywhere.
        var part = PromQL.Duration(PartSeconds);
        var back = $" offset {PromQL.Duration(ago > 0 ? ago : PartSeconds)}";
        return
        [
            PromQL.Figure(WholeName(term), $"last_over_time(sum({RateText.Query(query, Parts * PartSeconds, dividesBySamples: true)})[{part}:{part}]{back})"),
            PromQL.Figure(PartsName(term), $"sum_over_time(sum({RateText.Query(query, PartSeconds, dividesBySamples: true)})[{PromQL.Duration(Parts * PartSeconds)}:{part}]{back})"),
        ];
    }

    /// <summary>The unit of a query by its answers.</summary>
    /// <returns>Null when they do not tell.</returns>
    public static QueryUnit? Of(string term, string query, FigureSet found)
    {
        if (!PromQL.HasWindow(query))
        {
            return Counts(query) && RecordedRange.SecondsOf(query) is not null ? QueryUnit.Count : IsBareCounter(query) ? null : QueryUnit.Rate;
        }

        if (found[WholeName(term)] is not > 0 || found[PartsName(term)] is not > 0)
        {
            return null;
        }

        var share = found[WholeName(term)]!.Value / found[PartsName(term)]!.Value;
        return share > CountsAbove || (share < RatesBelow && AveragesCounts(query)) ? QueryUnit.Count : share < RatesBelow ? QueryUnit.Rate : null;
    }

    /// <summary>Whether a query averages recorded counts, such as those of job:errors:increase5m: each value is of the recorded range, however long it is averaged.</summary>
    public static bool AveragesCounts(string query) =>
        RecordedCount().IsMatch(query) && !CountingFunction().IsMatch(query) && RecordedRange.SecondsOf(query) is not null

        // Divided by seconds they are rates.
        && !QueryTokens.Of(query).Any(t => t.Is("/") || t.Is("*"));

    /// <summary>The unit of a query by its text, where answers do not tell: only a rate is taken on its word.</summary>
    /// <returns>Null when it does not tell either.</returns>
    public static QueryUnit? ByText(string query) => Rates().IsMatch(query) && !Counts(query) ? QueryUnit.Rate : null;

    /// <summary>The unit of a query by its text alone, where counters fell while it was asked, so that answers tell nothing.</summary>
    /// <returns>Null when numbers or functions may make another of it.</returns>
    public static QueryUnit? ByFunctions(string query)
    {
        var tokens = QueryTokens.Of(query);
        return tokens.Any(t => t.Kind == QueryTokenKind.Word && MakesAnother().IsMatch(t.Text)) || tokens.Index().Any(t => (t.Item.Is("*") || t.Item.Is("/")) && IsBesideNumber(tokens, t.Index)) ? null : Stated(query);
    }

    private static bool IsBesideNumber(IReadOnlyList<QueryToken> tokens, int index) =>
        (index > 0 && tokens[index - 1].Kind == QueryTokenKind.Number) || (index + 1 < tokens.Count && tokens[index + 1].Kind == QueryTokenKind.Number);

    /// <summary>The unit that the functions of a query say; null when they say none, or both.</summary>
    public static QueryUnit? Stated(string query) => (Rates().IsMatch(query), Increases().IsMatch(query)) switch
    {
        (true, false) => QueryUnit.Rate,
        (false, true) => QueryUnit.Count,
        _ => null,
    };

    /// <summary>Whether a query can give nothing but events per second. Multiplied, summed up over seconds, compared, or counted by its series, a rate is another number.</summary>
    public static bool IsRate(string query) =>
        Stated(query) == QueryUnit.Rate && !QueryTokens.Of(query).Any(t => t.Kind == QueryTokenKind.Word ? MakesAnother().IsMatch(t.Text) : t.Is("*") || t.Is("/") || t is { Kind: QueryTokenKind.Other, Text: "<" or ">" or "=" or "!" });

    // What a counter has counted since its process began is neither.
    private static bool IsBareCounter(string query) => !Rates().IsMatch(query) && !Counts(query) && Counter().IsMatch(query);

    private static bool Counts(string query) => CountingFunction().IsMatch(query) || RecordedCount().IsMatch(query);

    /// <summary>The name of the figure of the whole.</summary>
    public static string WholeName(string term) => $"{term} in the whole";

    private static string PartsName(string term) => $"{term} in parts";

    [GeneratedRegex("^(\\w+_over_time|integrate|count|count_values|group|absent|timestamp|bool)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MakesAnother();

    [GeneratedRegex("\\bi?rate\\s*\\(", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rates();

    [GeneratedRegex("\\b(i?delta|increase\\w*)\\s*\\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Increases();

    // By the names that counters and histograms have; http_requests_total, but not job:http_requests_total:rate5m.
    [GeneratedRegex("(?<![\\w:])[a-zA-Z_]\\w*_(total|count|bucket|sum)(?![\\w:])\\s*(?!\\s*\\()", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counter();

    [GeneratedRegex("\\b(i?delta|increase\\w*|(sum|count)_over_time|resets|changes)\\s*\\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CountingFunction();

    [GeneratedRegex("increase_?[0-9]+[smhdwy]\\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RecordedCount();
}
