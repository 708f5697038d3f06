using System.Text.RegularExpressions;
using Operator.Api.Json;
using Operator.Evidence;
using Operator.Manifests;

namespace Operator.Validation;

/// <summary>
/// What each CEL rule of the CRD says, in C#, so that the command line gives the API server's verdict without a CEL interpreter.
/// The rule's own text is the key: a rule that changes without its counterpart fails a test.
/// </summary>
internal static partial class CelCounterparts
{
    private static readonly Dictionary<string, Func<ManifestNode, bool>> Rules = new(StringComparer.Ordinal)
    {
        ["has(self.count) != has(self.query)"] = n => Count(n, "count", "query") == 1,
        ["!(has(self.total) && has(self.totalQuery))"] = n => Count(n, "total", "totalQuery") < 2,
        ["(has(self.slo) ? 1 : 0) + (has(self.count) ? 1 : 0) + (has(self.query) ? 1 : 0) == 1"] = n => Count(n, "slo", "count", "query") == 1,
        ["has(self.precision) || !has(self.introducedAt) || !has(self.startedAt) || self.introducedAt <= self.startedAt"] = n => n["precision"] is not null || Compare(n, "introducedAt", "startedAt") is null or <= 0,
        ["has(self.precision) || !has(self.startedAt) || !has(self.mitigatedAt) || self.startedAt <= self.mitigatedAt"] = n => n["precision"] is not null || Compare(n, "startedAt", "mitigatedAt") is null or <= 0,
        ["has(self.precision) || !has(self.mitigatedAt) || !has(self.resolvedAt) || self.mitigatedAt <= self.resolvedAt"] = n => n["precision"] is not null || Compare(n, "mitigatedAt", "resolvedAt") is null or <= 0,
        ["has(self.precision) || !has(self.startedAt) || !has(self.resolvedAt) || self.startedAt <= self.resolvedAt"] = n => n["precision"] is not null || Compare(n, "startedAt", "resolvedAt") is null or <= 0,
        ["!has(self.ongoing) || !self.ongoing || !has(self.resolvedAt)"] = n => n["ongoing"] is not { IsTrue: true } || n["resolvedAt"] is null,
        ["has(self.name) != has(self.incidentID)"] = n => Count(n, "name", "incidentID") == 1,
        ["has(self.amount) || has(self.perFailedRequest)"] = n => Count(n, "amount", "perFailedRequest") > 0,
        ["!has(self.from) || !has(self.to) || self.from < self.to"] = n => Compare(n, "from", "to") is null or < 0,
        ["(has(self.ratio) ? 1 : 0) + (has(self.events) ? 1 : 0) + (has(self.raw) ? 1 : 0) == 1"] = n => Count(n, "ratio", "events", "raw") == 1,
        ["!has(self.timeSlice) || (has(self.budgetingMethod) && self.budgetingMethod == 'Timeslices')"] =
            n => n["timeSlice"] is null || n["budgetingMethod"]?.String is "Timeslices",
        ["has(self.precision) || !has(self.from) || !has(self.to) || self.from < self.to"] = n => n["precision"] is not null || Compare(n, "from", "to") is null or < 0,
        ["has(self.precision) || !has(self.to) || self.from < self.to"] = n => n["precision"] is not null || Compare(n, "from", "to") is null or < 0,
        ["has(self.lost) || has(self.corrupted) || has(self.exposed)"] = n => Count(n, "lost", "corrupted", "exposed") > 0,
        ["has(self.count) != (has(self.qualifier) && self.qualifier == 'NoneKnown')"] = n => n["count"] is null == (n["qualifier"]?.String is "NoneKnown"),
        ["!has(self.partial) || !self.partial || (has(self.type) && self.type == 'Recovered')"] = n => n["partial"] is not { IsTrue: true } || n["type"]?.String is "Recovered",
        ["!has(self.issue) || !has(self.url)"] = n => Count(n, "issue", "url") < 2,
        ["!has(self.doneOn) || (has(self.state) && self.state == 'Done')"] = n => n["doneOn"] is null || n["state"]?.String is "Done",
        ["!self.exists(name, name in ['alertname', 'alertstate', 'grafana_alertstate', '__name__'])"] =
            n => !n.Fields.Any(f => AlertSelector.IsReserved(f.Key)),
        [@"!self.exists(matcher, matcher.matches('(^|[{,])\\s*(alertname|alertstate|grafana_alertstate|__name__)\\s*[!=]'))"] =
            n => !n.Items.Any(i => ReservedMatcher().IsMatch(i.Text)),
    };

    /// <summary>Whether a rule holds for an object whose fields have the right types.</summary>
    /// <param name="rule">The rule's CEL expression.</param>
    /// <param name="self">The object.</param>
    /// <exception cref="NotSupportedException">The rule has no counterpart.</exception>
    public static bool Holds(string rule, ManifestNode self) =>
        Rules.TryGetValue(rule, out var holds) ? holds(self) : throw new NotSupportedException($"CEL rule without counterpart: {rule}");

    private static int Count(ManifestNode self, params ReadOnlySpan<string> fields)
    {
        var count = 0;
        foreach (var field in fields)
        {
            count += self[field] is null ? 0 : 1;
        }

        return count;
    }

    // Null when one of the two is missing or no time: then the rule has nothing to say.
    private static int? Compare(ManifestNode self, string first, string second) =>
        Time(self[first]) is { } a && Time(self[second]) is { } b ? a.CompareTo(b) : null;

    private static DateTimeOffset? Time(ManifestNode? node) =>
        node?.String is { } text && Rfc3339.TryParse(text, out var time) ? time : null;

    [GeneratedRegex(@"(^|[{,])\s*(alertname|alertstate|grafana_alertstate|__name__)\s*[!=]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReservedMatcher();
}
