using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Which series an entry of spec.detection.alerts means.</summary>
internal sealed class AlertSelector
{
    private static readonly string[] Reserved = ["alertname", "alertstate", "grafana_alertstate", "__name__"];

    private readonly List<AlertMatcher> _matchers;

    private AlertSelector(string name, List<AlertMatcher> matchers)
    {
        (Name, _matchers) = (name, matchers);
        var all = matchers.Prepend(new AlertMatcher("alertname", "=", name)).Select(m => m.ToString()).Distinct(StringComparer.Ordinal);
        Text = $"{{{string.Join(',', all.Order(StringComparer.Ordinal))}}}";
    }

    /// <summary>The alert's name.</summary>
    public string Name { get; }

    /// <summary>The same text for the same matchers, in whatever order they stand.</summary>
    public string Text { get; }

    /// <summary>Whether a label does not belong to the alert itself, so that it cannot select one.</summary>
    public static bool IsReserved(string label) => Array.IndexOf(Reserved, label) >= 0;

    /// <summary>Reads an entry.</summary>
    /// <param name="alert">The entry.</param>
    /// <param name="field">Its path, for messages.</param>
    /// <exception cref="FailureException">A label or a matcher is wrong.</exception>
    public static AlertSelector Of(AlertSpec alert, string field) => Read(alert, field, out var problem)
        ?? throw new FailureException(Reasons.QueryInvalid, PrometheusErrors.Clean(problem), isTerminal: true);

    /// <summary>Reads an entry; null when a label or a matcher is wrong.</summary>
    /// <param name="alert">The entry.</param>
    public static AlertSelector? TryOf(AlertSpec alert) => Read(alert, "", out _);

    private static AlertSelector? Read(AlertSpec alert, string field, out string? problem)
    {
        problem = null;
        var matchers = alert.Labels.Select(l => new AlertMatcher(l.Key, "=", l.Value)).ToList();
        foreach (var (index, text) in (alert.Matchers ?? []).Index())
        {
            if (AlertMatcherParser.TryParse(text, out var found) is { } wrong)
            {
                problem = $"{field}.matchers[{index}]: {wrong}";
                return null;
            }

            matchers.AddRange(found);
        }

        foreach (var label in matchers.Select(m => m.Label))
        {
            problem ??= !PromQL.IsLabelName(label) ? $"{field}.labels: '{label}' is not a label name"
                : IsReserved(label) ? $"{field}: '{label}' is not a label of the alert itself: name selects the alert, and its samples are read in every state; remove it"
                : null;
        }

        return problem is null ? new AlertSelector(alert.Name, matchers) : null;
    }

    /// <summary>Whether a series of that name that another selector found satisfies this one. Labels that were merged may have had any value.</summary>
    public bool Matches(AlertSeries series) =>
        _matchers.TrueForAll(m => series.MergedLabels?.Any(l => l.Name == m.Label) == true || m.Matches(series.Labels.GetValueOrDefault(m.Label, "")));

    /// <summary>The selector of a metric's series.</summary>
    /// <param name="metric">ALERTS, or its companion.</param>
    public string Series(string metric) => metric + Text;
}
