using System.Text.RegularExpressions;
using Operator.Core.Budgets;

namespace Operator.Evidence.Sums;

/// <summary>Over which range the values of a query without {{.window}} were computed: as its name, its labels or its own ranges say.</summary>
internal static partial class RecordedRange
{
    // A longer one is no indicator of an incident.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The range in seconds.</summary>
    /// <param name="query">The query.</param>
    /// <returns>Null for a query with {{.window}}, and where no range or more than one is told.</returns>
    public static double? SecondsOf(string query)
    {
        if (PromQL.HasWindow(query))
        {
            return null;
        }

        var ranges = new HashSet<double>();
        foreach (Match match in Range().Matches(query))
        {
            if (PrometheusDuration.TryParse(match.Groups["range"].Value, out var length) && length > TimeSpan.Zero)
            {
                ranges.Add(length.TotalSeconds);
            }
        }

        return ranges.Count == 1 ? ranges.First() : null;
    }

    /// <summary>How far values of a query lag behind what they tell: half of their range, in seconds; 0 where they do not.</summary>
    /// <param name="queries">Queries that are read together; they lag as the first that says so.</param>
    public static double LagOf(params IEnumerable<string?> queries) =>
        queries.Select(q => q is null ? null : SecondsOf(q)).FirstOrDefault(s => s is not null) is { } seconds && seconds <= Longest.TotalSeconds ? Math.Round(seconds / 2, 3) : 0;

    // slo:sli_error:ratio_rate5m, http_requests:burnrate5m, job:errors:increase1h; {sloth_window="5m"}; rate(x[5m]), not the subquery of [1h:5m].
    [GeneratedRegex("(?:rate|increase|ratio)_?(?<range>[0-9]+(?:ms|[smhdwy]))\\b|sloth_window\\s*=\\s*[\"'`](?<range>[0-9a-z]+)[\"'`]|\\[\\s*(?<range>[0-9a-z]+)\\s*\\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}
