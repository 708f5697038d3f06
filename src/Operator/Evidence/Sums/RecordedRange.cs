using System.Text.RegularExpressions;
using Operator.Core.Budgets;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>
/// Over which range the values of a query were computed, beside {{.window}}: as the names and labels of recorded series say, or the query's own ranges. A range within
/// another one adds to it.
/// </summary>
internal static partial class RecordedRange
{
    // A longer one is no indicator of an incident.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    // An eighth of the errors is lost then.
    private const double MostOfIncident = 0.5;

    /// <summary>The range in seconds.</summary>
    /// <param name="query">The query.</param>
    /// <param name="series">The labels of what its selectors match, for what the query itself does not tell.</param>
    /// <param name="isRatio">Whether its values are ratios: then a range at the end of a name is that of the rule, whatever stands before it.</param>
    /// <returns>Null where no range or more than one is told.</returns>
    public static double? SecondsOf(string query, IReadOnlyCollection<IReadOnlyDictionary<string, string>>? series = null, bool isRatio = false)
    {
        var (outer, inner) = Ranges(query);
        if (inner.Contains(null) || inner.Count > 1 || outer.Count > 1)
        {
            return null;
        }

        var recorded = inner.Count == 1 ? inner.Single() : (series is null ? null : OfSeries(series)) ?? (isRatio ? OfNames(query) : null);
        return recorded is null && outer.Count == 0 ? null : (recorded ?? 0) + outer.SingleOrDefault();
    }

    /// <summary>Whether only the series can tell.</summary>
    public static bool IsOpen(string query) => Ranges(query).Inner.Count == 0;

    /// <summary>Whether a range is too long for an incident: a quarter of it is lost at the incident's ends, which must be little of the incident.</summary>
    /// <param name="seconds">The range.</param>
    /// <param name="incidentSeconds">How long the incident has lasted.</param>
    /// <param name="isOngoing">Whether it goes on: then it has only one end yet, and its figures are as of now.</param>
    public static bool IsTooLong(double seconds, double incidentSeconds, bool isOngoing) => seconds > incidentSeconds * (isOngoing ? 1 : MostOfIncident) || seconds > Longest.TotalSeconds;

    /// <summary>How far values lag behind what they tell: half of their range, in seconds; 0 where they do not.</summary>
    public static double LagOf(double? seconds) => seconds <= Longest.TotalSeconds ? Math.Round(seconds.Value / 2, 3) : 0;

    // Of {{.window}} in a rate nothing more is to be said: null among the inner ranges. Around values that have one of their own, it adds nothing.
    private static (HashSet<double> Outer, HashSet<double?> Inner) Ranges(string query)
    {
        var (outer, inner) = (new HashSet<double>(), new HashSet<double?>());
        var functions = new Stack<string>();
        var before = "";
        foreach (var token in QueryTokens.Of(query))
        {
            if (token.Is("("))
            {
                functions.Push(before);
            }
            else if (token.Is(")"))
            {
                functions.TryPop(out _);
            }
            else if (token.Kind == QueryTokenKind.Range)
            {
                var length = token.Text[1..^1].Split(':')[0].Trim();
                var (isOuter, isWindow) = (functions.TryPeek(out var function) && function.EndsWith("_over_time", StringComparison.Ordinal), PromQL.IsWindow(length));
                if (isOuter && !isWindow && Seconds(length) is { } seconds)
                {
                    outer.Add(seconds);
                }
                else if (!isOuter)
                {
                    inner.Add(isWindow ? null : Seconds(length));
                }
            }
            else if (token.Kind == QueryTokenKind.Word && Seconds(Name().Match(token.Text).Groups["range"].Value) is { } named)
            {
                inner.Add(named);
            }
            else if (token.Kind == QueryTokenKind.Matchers && Seconds(SlothWindow().Match(token.Text).Groups["range"].Value) is { } matched)
            {
                inner.Add(matched);
            }

            before = token.Kind == QueryTokenKind.Word ? token.Text : "";
        }

        return (outer, inner);
    }

    // errors:mean5m, sli_5m: where the names of all series end with the same.
    private static double? OfNames(string query)
    {
        var ranges = Selectors.Places(QueryTokens.Of(query)).Select(p => Ending().Match(p.Selector)).Select(m => IsOfRule(m.Groups["before"].Value) ? Seconds(m.Groups["range"].Value) : null).ToHashSet();
        return ranges.Count == 1 ? ranges.Single() : null;
    }

    // In mail_older_than_1h it is a bound.
    private static bool IsOfRule(string before) => !Bound().IsMatch(before) && (before.Contains(':', StringComparison.Ordinal) || OfRatio().IsMatch(before));

    private static double? OfSeries(IReadOnlyCollection<IReadOnlyDictionary<string, string>> series)
    {
        var ranges = series.Select(OfLabels).ToHashSet();
        return ranges.Count == 1 ? ranges.Single() : null;
    }

    private static double? OfLabels(IReadOnlyDictionary<string, string> labels)
    {
        if ((Seconds(Name().Match(labels.GetValueOrDefault("__name__", "")).Groups["range"].Value) ?? Seconds(labels.GetValueOrDefault("sloth_window", ""))) is { } told)
        {
            return told;
        }

        // Other labels may name the budget's window.
        var ranges = labels.Where(l => Label().IsMatch(l.Key)).Select(l => Seconds(l.Value)).Where(s => s <= Longest.TotalSeconds).ToHashSet();
        return ranges.Count == 1 ? ranges.Single() : null;
    }

    private static double? Seconds(string text) => PrometheusDuration.TryParse(text, out var length) && length > TimeSpan.Zero ? length.TotalSeconds : null;

    // slo:sli_error:ratio_rate5m, http_requests:burnrate5m, job:errors:increase1h, and burnrate1h4m.
    [GeneratedRegex("(?:rate|increase|ratio)_?(?<range>([0-9]+(?:ms|[smhdwy]))+)\\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^(?<before>[\\w:]*?[a-z_:])(?<range>([0-9]+[mh])+)(?![\\w:])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ending();

    [GeneratedRegex("(^|[_:])(than|over|under|above|below|within|after|before|gte?|lte?|last|next|in)_?\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bound();

    [GeneratedRegex("(sli|slo|ratio|rate|error|fail|success|availab|burn).*_\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfRatio();

    [GeneratedRegex("sloth_window\\s*=\\s*[\"'`](?<range>[0-9a-z]+)[\"'`]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SlothWindow();

    [GeneratedRegex("(^|_)(window|range|period|lookback|rate_?interval)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
