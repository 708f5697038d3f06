using System.Globalization;
using Operator.Core.Evidence;

namespace Operator.Core.Documents;

/// <summary>Links that show what this document is about.</summary>
internal static class GeneratedLinks
{
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

    /// <summary>The alerts page of Prometheus, searched for one alert; a path prefix stays.</summary>
    public static Uri PrometheusAlerts(Uri prometheus, string alert) => new UriBuilder(prometheus)
    {
        Path = prometheus.AbsolutePath.TrimEnd('/') + "/alerts",
        Query = "search=" + Uri.EscapeDataString(alert),
        Fragment = "",
    }.Uri;
}
