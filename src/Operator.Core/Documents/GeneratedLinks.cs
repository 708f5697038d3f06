using System.Globalization;
using System.Text.RegularExpressions;
using Operator.Core.Budgets;
using Operator.Core.Evidence;

namespace Operator.Core.Documents;

/// <summary>Links that show what this document is about.</summary>
internal static partial class GeneratedLinks
{
    private const int LongestExpression = 1000;
    private const double UsualSeconds = 3600;

    /// <summary>The dashboard over the incident: <c>from</c> and <c>to</c> in Unix milliseconds, every other parameter as it was.</summary>
    public static Uri Grafana(Uri dashboard, TimeRange? incident)
    {
        if (incident is not { } range)
        {
            return dashboard;
        }

        var kept = dashboard.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => p.Split('=')[0] is not ("from" or "to"));
        var added = string.Create(
            CultureInfo.InvariantCulture,
            $"from={range.Start.ToUnixTimeMilliseconds()}&to={range.End.ToUnixTimeMilliseconds()}");
        return new UriBuilder(dashboard) { Query = string.Join('&', kept.Append(added)) }.Uri;
    }

    /// <summary>The graph of an expression over the time at which it was asked; null for one that is too long for an address.</summary>
    public static Uri? PrometheusGraph(Uri prometheus, EvidenceQuery query)
    {
        // A range selector has no graph; what it selects has.
        var range = RangeSelector().Match(query.Expression);
        var expression = range.Success ? query.Expression[..range.Index] : query.Expression;
        if (expression.Length > LongestExpression)
        {
            return null;
        }

        var seconds = query.From is { } from ? (query.Time - from).TotalSeconds
            : range.Success && PrometheusDuration.TryParse(range.Groups["range"].Value, out var selected) ? selected.TotalSeconds
            : UsualSeconds;
        var end = query.Time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return new UriBuilder(prometheus)
        {
            Path = prometheus.AbsolutePath.TrimEnd('/') + "/graph",
            Query = string.Create(
                CultureInfo.InvariantCulture,
                $"g0.expr={Uri.EscapeDataString(expression)}&g0.tab=0&g0.range_input={Math.Max(1, Math.Round(seconds))}s&g0.end_input={Uri.EscapeDataString(end)}"),
            Fragment = "",
        }.Uri;
    }

    /// <summary>The alerts page of Prometheus, searched for one alert; a path prefix stays.</summary>
    public static Uri PrometheusAlerts(Uri prometheus, string alert) => new UriBuilder(prometheus)
    {
        Path = prometheus.AbsolutePath.TrimEnd('/') + "/alerts",
        Query = "search=" + Uri.EscapeDataString(alert),
        Fragment = "",
    }.Uri;

    [GeneratedRegex(@"\[(?<range>[0-9a-z]+)\]\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RangeSelector();
}
