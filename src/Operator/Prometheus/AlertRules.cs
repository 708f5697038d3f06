using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operator.Prometheus;

/// <summary>Reads the alerting rules of the answer of /api/v1/rules, as Prometheus, Mimir or vmalert write it.</summary>
internal static class AlertRules
{
    private const double LongestIntervalSeconds = 86_400;

    /// <exception cref="JsonException">It is not an answer of that kind.</exception>
    public static IReadOnlyList<AlertRule> Read(JsonElement data) =>
    [
        .. from rulesGroup in data.Deserialize(AlertRulesJson.Default.Answer)?.Groups ?? []
           let interval = rulesGroup.Interval is > 0 and < LongestIntervalSeconds ? rulesGroup.Interval : null
           from rule in rulesGroup.Rules
           where rule.Name is not null && rule.Type is null or "alerting"
           select new AlertRule(rule.Name!, rule.Labels ?? [], interval, Math.Max(0, rule.KeepFiringFor ?? rule.VmalertKeepFiringFor ?? 0)),
    ];

    internal sealed record Answer(IReadOnlyList<Group> Groups);

    internal sealed record Group(IReadOnlyList<Rule> Rules, double? Interval = null);

    internal sealed record Rule(string? Name = null, string? Type = null, Dictionary<string, string>? Labels = null, double? KeepFiringFor = null)
    {
        /// <summary>vmalert's name of the field, which is the one in rule files.</summary>
        [JsonPropertyName("keep_firing_for")]
        public double? VmalertKeepFiringFor { get; init; }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AlertRules.Answer))]
internal sealed partial class AlertRulesJson : JsonSerializerContext;
