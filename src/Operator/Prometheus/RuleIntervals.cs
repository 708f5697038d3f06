using System.Text.Json;

namespace Operator.Prometheus;

/// <summary>Finds a rule's evaluation interval in the answer of /api/v1/rules.</summary>
internal static class RuleIntervals
{
    public static double? Find(JsonElement data, string alertName)
    {
        var intervals = data.GetProperty("groups").EnumerateArray()
            .Where(group => group.GetProperty("rules").EnumerateArray().Any(rule => rule.TryGetProperty("name", out var name) && name.ValueEquals(alertName)))
            .Select(group => group.GetProperty("interval").GetDouble())
            .Distinct()
            .ToList();
        return intervals is [> 0 and < 86400] ? intervals[0] : null;
    }
}
