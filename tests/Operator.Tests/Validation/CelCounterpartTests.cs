using System.Text.Json.Nodes;
using Operator.Crds;
using Operator.Manifests;
using Operator.Validation;

namespace Operator.Tests.Validation;

/// <summary>Each CEL rule of the CRD has a counterpart that says the same.</summary>
public sealed class CelCounterpartTests
{
    // Each line: a rule, objects for which it holds, objects for which it does not; written out by hand from CEL's semantics.
    private static readonly Dictionary<string, (string[] Holds, string[] Fails)> Truth = new(StringComparer.Ordinal)
    {
        ["has(self.count) != has(self.query)"] = (["count: 1", "query: q", "count: 1, query: null"], ["total: 1", "count: 1, query: q"]),
        ["!(has(self.total) && has(self.totalQuery))"] = (["count: 1", "total: 1", "totalQuery: q", "total: null, totalQuery: q"], ["total: 1, totalQuery: q"]),
        ["(has(self.slo) ? 1 : 0) + (has(self.count) ? 1 : 0) + (has(self.query) ? 1 : 0) == 1"] =
            (["slo: a", "count: 0", "query: q"], ["", "slo: a, count: 1", "slo: a, query: q", "count: 1, query: q", "slo: a, count: 1, query: q"]),
        ["has(self.precision) || !has(self.startedAt) || !has(self.mitigatedAt) || self.startedAt <= self.mitigatedAt"] = UnlessRounded("startedAt", "mitigatedAt", equalHolds: true),
        ["has(self.precision) || !has(self.mitigatedAt) || !has(self.resolvedAt) || self.mitigatedAt <= self.resolvedAt"] = UnlessRounded("mitigatedAt", "resolvedAt", equalHolds: true),
        ["has(self.precision) || !has(self.startedAt) || !has(self.resolvedAt) || self.startedAt <= self.resolvedAt"] = UnlessRounded("startedAt", "resolvedAt", equalHolds: true),
        ["has(self.precision) || !has(self.introducedAt) || !has(self.startedAt) || self.introducedAt <= self.startedAt"] = UnlessRounded("introducedAt", "startedAt", equalHolds: true),
        ["has(self.precision) || !has(self.from) || !has(self.to) || self.from < self.to"] = UnlessRounded("from", "to", equalHolds: false),
        ["has(self.precision) || !has(self.to) || self.from < self.to"] =
            (["from: '2025-12-14T07:00:00Z'", "from: '2025-12-14T07:00:00Z', to: '2025-12-14T10:00:01+03:00'", "from: '2025-12-14T07:00:00Z', to: '2025-12-14T07:00:00Z', precision: {}"],
             ["from: '2025-12-14T07:00:00Z', to: '2025-12-14T10:00:00+03:00'"]),
        ["has(self.lost) || has(self.corrupted) || has(self.exposed)"] = (["lost: a", "corrupted: a", "exposed: a", "lost: a, exposed: b"], ["recovered: a", "lost: null"]),
        ["has(self.count) != (has(self.qualifier) && self.qualifier == 'NoneKnown')"] =
            (["count: 0", "count: 1, qualifier: About", "qualifier: NoneKnown"], ["what: a", "qualifier: About", "count: 1, qualifier: NoneKnown"]),
        ["!has(self.partial) || !self.partial || (has(self.type) && self.type == 'Recovered')"] =
            (["event: a", "partial: false", "partial: true, type: Recovered"], ["partial: true", "partial: true, type: Resolved"]),
        ["!has(self.issue) || !has(self.url)"] = (["id: A", "issue: {}", "url: 'https://example.com'"], ["issue: {}, url: 'https://example.com'"]),
        ["!has(self.doneOn) || (has(self.state) && self.state == 'Done')"] =
            (["id: A", "state: Open", "doneOn: '2025-12-14', state: Done"], ["doneOn: '2025-12-14'", "doneOn: '2025-12-14', state: InProgress"]),
        ["!has(self.ongoing) || !self.ongoing || !has(self.resolvedAt)"] =
            (["other: 1", "ongoing: true", "ongoing: false, resolvedAt: '2025-12-14T07:00:00Z'", "resolvedAt: '2025-12-14T07:00:00Z'"], ["ongoing: true, resolvedAt: '2025-12-14T07:00:00Z'"]),
        ["has(self.name) != has(self.incidentID)"] = (["name: a", "incidentID: b"], ["note: n", "name: a, incidentID: b"]),
        ["has(self.amount) || has(self.perFailedRequest)"] = (["amount: 0", "perFailedRequest: 1", "amount: 1, perFailedRequest: 1"], ["currency: USD"]),
        ["!has(self.from) || !has(self.to) || self.from < self.to"] = Ordered("from", "to", equalHolds: false),
        ["(has(self.ratio) ? 1 : 0) + (has(self.events) ? 1 : 0) + (has(self.raw) ? 1 : 0) == 1"] =
            (["ratio: {}", "events: {}", "raw: {}"], ["", "ratio: {}, raw: {}", "ratio: {}, events: {}, raw: {}"]),
        ["!has(self.timeSlice) || (has(self.budgetingMethod) && self.budgetingMethod == 'Timeslices')"] =
            (["name: a", "budgetingMethod: Occurrences", "timeSlice: {}, budgetingMethod: Timeslices"], ["timeSlice: {}", "timeSlice: {}, budgetingMethod: Occurrences"]),
        ["!self.exists(name, name in ['alertname', 'alertstate', 'grafana_alertstate', '__name__'])"] =
            (["", "job: alertstate", "alert: a, Alertname: b, __name: c"], ["alertstate: firing", "job: a, alertname: b", "__name__: ALERTS", "grafana_alertstate: alerting"]),
        [@"!self.exists(matcher, matcher.matches('(^|[{,])\\s*(alertname|alertstate|grafana_alertstate|__name__)\\s*[!=]'))"] =
            (["[]", "['job=\"alertstate\"']", "['alertnames=~\"a\"', 'my_alertname!=b']", "['job=\"a, alert\"']"],
             ["['alertstate=\"firing\"']", "[job=a, ' alertname != b']", "['{job=a, __name__=~\"A.*\"}']", "['grafana_alertstate!~x']"]),
    };

    public static TheoryData<string> Rules => new(Collect(CrdGenerator.Schema(null)).Distinct());

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_and_its_counterpart_agree(string rule)
    {
        var (holds, fails) = Truth[rule];

        Assert.All(holds, o => Assert.True(CelCounterparts.Holds(rule, Object(o)), o));
        Assert.All(fails, o => Assert.False(CelCounterparts.Holds(rule, Object(o)), o));
    }

    private static (string[], string[]) Ordered(string first, string second, bool equalHolds)
    {
        const string Early = "2025-12-14T10:00:00+03:00";
        const string SameInUtc = "2025-12-14T07:00:00Z";
        const string Late = "2025-12-14T07:00:00.001Z";
        var equal = $"{first}: '{Early}', {second}: '{SameInUtc}'";
        string[] holds = ["other: 1", $"{first}: '{Late}'", $"{second}: '{Early}'", $"{first}: '{Early}', {second}: '{Late}'"];
        string[] fails = [$"{first}: '{Late}', {second}: '{Early}'"];
        return equalHolds ? ([.. holds, equal], fails) : (holds, [.. fails, equal]);
    }

    // Of times that are known to the day, the first moment of the day may be written for both.
    private static (string[], string[]) UnlessRounded(string first, string second, bool equalHolds)
    {
        var (holds, fails) = Ordered(first, second, equalHolds);
        return ([.. holds, .. fails.Select(f => f + ", precision: {}")], fails);
    }

    private static ManifestNode Object(string text) =>
        ManifestReader.Read(text.StartsWith('[') ? $"{{list: {text}}}" : $"{{{text}}}", "f").Documents.Single().Root is var root && text.StartsWith('[') ? root["list"]! : root;

    private static IEnumerable<string> Collect(JsonNode? node) => node switch
    {
        JsonObject schema => (schema["x-kubernetes-validations"] as JsonArray ?? []).Select(r => r!["rule"]!.GetValue<string>())
            .Concat(schema.SelectMany(p => Collect(p.Value))),
        JsonArray array => array.SelectMany(Collect),
        _ => [],
    };
}
