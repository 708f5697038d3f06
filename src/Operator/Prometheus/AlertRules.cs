using System.Text.Json;
using Operator.PlainJson;

namespace Operator.Prometheus;

/// <summary>Reads the alerting rules of the answer of /api/v1/rules, as Prometheus, Mimir or vmalert write it.</summary>
internal static class AlertRules
{
    private const double LongestIntervalSeconds = 86_400;

    /// <exception cref="InvalidOperationException">It is no answer of that kind.</exception>
    public static IReadOnlyList<AlertRule> Read(JsonElement data)
    {
        var rules = new List<AlertRule>();
        foreach (var group in data.GetProperty("groups").EnumerateArray())
        {
            var interval = group.OptionalNumber("interval") is { } seconds and > 0 and < LongestIntervalSeconds ? seconds : (double?)null;
            rules.AddRange(group.GetProperty("rules").EnumerateArray()
                .Where(rule => rule.OptionalText("name") is not null && rule.OptionalText("type") is null or "alerting")
                .Select(rule => new AlertRule(rule.Text("name"), rule.Field("labels")?.Map() ?? [], interval, KeepFiring(rule))));
        }

        return rules;
    }

    // vmalert writes it as rules do.
    private static double KeepFiring(JsonElement rule) =>
        (rule.OptionalNumber("keepFiringFor") ?? rule.OptionalNumber("keep_firing_for")) is { } seconds and > 0 ? seconds : 0;
}
