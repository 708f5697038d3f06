using System.Globalization;
using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.FollowUp;
using Operator.Evidence;
using Operator.Evidence.Sums;
using Operator.FollowUp;
using Operator.Manifests;
using Operator.Rendering.Templates;

namespace Operator.Validation;

/// <summary>What the schema cannot say: names that must exist, durations that must make sense, times that contradict each other.</summary>
/// <param name="settings">What there is.</param>
/// <param name="report">Takes a problem: line, path, message, severity.</param>
internal sealed class SpecRules(ValidationSettings settings, Action<int, string, string, ProblemSeverity> report)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(10);

    /// <summary>Checks a spec whose parts may still be of wrong types: what is not readable is ignored.</summary>
    /// <param name="spec">The spec.</param>
    public void Check(ManifestNode spec)
    {
        CheckTimeZone(spec["timeZone"], "spec.timeZone");
        CheckTimeZone(spec["secondTimeZone"], "spec.secondTimeZone");
        CheckDuration(spec["interval"], "spec.interval", ShortestInterval, TimeSpan.FromDays(7), "5m");
        CheckKnown(spec["prometheus"]?["source"], "spec.prometheus.source", settings.Sources, "a configured source");
        CheckKnown(spec["template"]?["name"], "spec.template.name", settings.Templates, "an installed template");
        CheckKnown(spec["outputs"]?["git"]?["repository"], "spec.outputs.git.repository", settings.Repositories, "a configured repository");
        CheckGitPath(spec["outputs"]?["git"]?["path"]);
        CheckAlerts(spec["detection"]?["alerts"]);
        CheckSlos(spec);
        CheckImpact(spec);
        new TimeRules(settings.Now, report).Check(spec);
        CheckNoActionItems(spec);
        CheckActionItemIds(spec["actionItems"]);
        foreach (var (index, item) in Numbered(spec["actionItems"]))
        {
            CheckVerify(item["verify"], $"spec.actionItems[{index}].verify");
        }
    }

    private void CheckVerify(ManifestNode? verify, string path)
    {
        CheckDuration(verify?["for"], $"{path}.for", TimeSpan.FromSeconds(10), TimeSpan.FromDays(90), "1h");
        CheckKnown(verify?["source"], $"{path}.source", settings.Sources, "a configured source");
        if (verify?["query"] is { String: { Length: > 0 } query } node && QueryOutline.Of(query).Problem is { } problem)
        {
            Invalid(node, $"{path}.query", problem);
        }
    }

    // Equal identifiers are the schema's to refuse.
    private void CheckActionItemIds(ManifestNode? items)
    {
        List<ManifestNode> ids = [.. (items?.Items ?? []).Select(i => i["id"]).OfType<ManifestNode>().Where(n => n.String is not null).DistinctBy(n => n.Text, StringComparer.Ordinal)];
        if (ActionItemIds.Problem(ids.Select(n => n.Text)) is { } problem)
        {
            Invalid(ids[problem.Index], "spec.actionItems.id", problem.Message);
        }
    }

    private void CheckTimeZone(ManifestNode? node, string path)
    {
        if (node?.String is { Length: > 0 and <= 64 } name && !TimeZones.TryFind(name, out _, out var error))
        {
            Invalid(node, path, error);
        }
    }

    private void CheckGitPath(ManifestNode? path)
    {
        if (path?.String is { Length: > 0 } text && PathExpression.Problem(text) is { } problem)
        {
            Invalid(path, "spec.outputs.git.path", problem);
        }
    }

    private void CheckAlerts(ManifestNode? alerts)
    {
        foreach (var (index, alert) in Numbered(alerts))
        {
            foreach (var field in alert["labels"]?.Fields ?? [])
            {
                if (!PromQL.IsLabelName(field.Key))
                {
                    Invalid(field.Value, $"spec.detection.alerts[{index}].labels", $"{Quote.Text(field.Key)} is not a label name: letters, digits and underscores, not beginning with a digit");
                }
            }

            foreach (var (matcher, node) in Numbered(alert["matchers"]))
            {
                if (node.String is { Length: > 0 } text && AlertMatcherParser.TryParse(text, out _) is { } problem)
                {
                    Invalid(node, $"spec.detection.alerts[{index}].matchers[{matcher}]", $"{Quote.Path(problem)}; write it as in Alertmanager, such as severity=~\"page|critical\" or namespace!=\"dev\"");
                }
            }
        }
    }

    private void CheckSlos(ManifestNode spec)
    {
        foreach (var (index, slo) in Numbered(spec["slos"]))
        {
            var path = $"spec.slos[{index}]";
            if (slo["window"]?.String is not BudgetWindow.CalendarMonth)
            {
                CheckDuration(slo["window"], $"{path}.window", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3660), "30d");
            }

            CheckDuration(slo["timeSlice"]?["window"], $"{path}.timeSlice.window", TimeSpan.FromSeconds(10), TimeSpan.FromDays(1), "1m");
            CheckPercentage(slo["objective"], $"{path}.objective");
            CheckPercentage(slo["sla"], $"{path}.sla");
            CheckPercentage(slo["timeSlice"]?["target"], $"{path}.timeSlice.target");
            if (slo["sla"] is { Kind: ManifestNodeKind.Number } sla && slo["objective"] is { Kind: ManifestNodeKind.Number } objective && sla.Number > objective.Number)
            {
                Warn(sla, $"{path}.sla", $"is stricter than the objective {objective.Text}; the objective usually leaves room before the contract is broken");
            }

            var queries = new[] { ("ratio", "errors"), ("ratio", "total"), ("events", "errorQuery"), ("events", "totalQuery"), ("raw", "errorRatioQuery") }
                .Select(q => (Kind: q.Item1, Field: q.Item2, Node: slo["sli"]?[q.Item1]?[q.Item2]))
                .Where(q => q.Node?.String is not null)
                .ToList();
            foreach (var (kind, query, node) in queries)
            {
                var text = node!.String!;
                if (kind is not "ratio" && MomentSelectors.CounterIn(text) is { } counter)
                {
                    Invalid(node, $"{path}.sli.{kind}.{query}", SloProblems.BareCounter(counter));
                }
                else if (HistogramText.Problem(text, [.. queries.Select(q => q.Node!.String!)]) is { } noEvents)
                {
                    Invalid(node, $"{path}.sli.{kind}.{query}", noEvents);
                }
                else if (kind is "events" && !PromQL.HasWindow(text))
                {
                    Warn(node, $"{path}.sli.{kind}.{query}", "has no {{.window}}: its own range blurs where the incident begins and ends; write {{.window}} for the range, as in rate(x[{{.window}}])");
                }
            }

            if (slo["budgetingMethod"]?.String is "Occurrences" && slo["sli"]?["raw"] is not null)
            {
                Warn(slo["budgetingMethod"]!, $"{path}.budgetingMethod", "Occurrences needs counts, which a raw indicator does not have: its budget will be NotApplicable; choose RatioTimeslices or Timeslices");
            }
        }
    }

    private void CheckPercentage(ManifestNode? node, string path)
    {
        if (node is { Kind: ManifestNodeKind.Number } && SloTerms.LooksLikeARatio(node.Number) is { } percentage)
        {
            Warn(node, path, $"is {node.Text} %, which is less than 1 %; was {percentage} meant?");
        }
    }

    private void CheckImpact(ManifestNode spec)
    {
        var slos = spec["slos"]?.Items ?? [];
        foreach (var (part, field) in new[] { ("failedRequests", "query"), ("affectedUsers", "query"), ("affectedUsers", "totalQuery") })
        {
            if (spec["impact"]?[part]?[field] is { String: { } query } node && MomentSelectors.CounterOfEventsIn(query) is { } counter)
            {
                Invalid(node, $"spec.impact.{part}.{field}", SloProblems.BareCounterOfEvents(counter));
            }
        }

        if (spec["impact"]?["failedRequests"]?["slo"] is { String: { } wanted } reference)
        {
            var names = slos.Select(s => s["name"]?.String).OfType<string>().ToList();
            if (slos.FirstOrDefault(s => string.Equals(s["name"]?.String, wanted, StringComparison.Ordinal)) is not { } slo)
            {
                Invalid(reference, "spec.impact.failedRequests.slo", names.Count == 0
                    ? $"{Quote.Text(wanted)} is not in spec.slos, which is empty"
                    : $"{Quote.Text(wanted)} is not in spec.slos{NearestName.Hint(wanted, names)}");
            }
            else if (slo["sli"]?["raw"] is not null)
            {
                Invalid(reference, "spec.impact.failedRequests.slo", $"{Quote.Text(wanted)} has a raw indicator, which counts no events; state count or query, or measure it by ratio or events");
            }
        }

        var counted = spec["impact"]?["failedRequests"] is not null || slos.Any(s => s["sli"]?["ratio"] is not null || s["sli"]?["events"] is not null);
        if (!counted && spec["impact"]?["revenue"] is { } revenue && revenue["amount"] is null && revenue["perFailedRequest"] is { } price)
        {
            Warn(price, "spec.impact.revenue.perFailedRequest", "has nothing to be multiplied with: state impact.failedRequests, or an SLO that counts events");
        }
    }

    private void CheckDuration(ManifestNode? node, string path, TimeSpan shortest, TimeSpan longest, string example)
    {
        if (node?.String is { Length: >= 2 and <= 64 } text
            && (!PrometheusDuration.TryParse(text, out var duration) || duration < shortest || duration > longest)
            && !IsMalformed(text))
        {
            Invalid(node, path, $"{Quote.Text(text)} is not a duration between {PrometheusDuration.Format(shortest)} and {PrometheusDuration.Format(longest)}, such as {example}");
        }
    }

    // What is not a duration at all is the schema's to refuse: its pattern says what is wrong.
    private static bool IsMalformed(string text) => !char.IsAsciiDigit(text[0]) || !char.IsAsciiLetter(text[^1]) || text.Any(c => !char.IsAsciiLetterOrDigit(c));

    private void CheckKnown(ManifestNode? node, string path, IReadOnlyCollection<string>? known, string what)
    {
        if (known is not null && node?.String is { Length: > 0 } name && !known.Contains(name, StringComparer.Ordinal))
        {
            Invalid(node, path, $"{Quote.Text(name)} is not {what}{NearestName.Hint(name, known)}");
        }
    }

    private void CheckNoActionItems(ManifestNode spec)
    {
        if (spec["noActionItems"] is { } reason && spec["actionItems"] is { Items.Count: > 0 })
        {
            Warn(reason, "spec.noActionItems", "is ignored, because spec.actionItems has items; remove one of the two");
        }
    }

    private static IEnumerable<Item> Numbered(ManifestNode? list) =>
        (list?.Items ?? []).Select((node, index) => new Item(index.ToString(CultureInfo.InvariantCulture), node));

    private sealed record Item(string Index, ManifestNode Node);

    private void Invalid(ManifestNode node, string path, string message) => report(node.Line, path, message, ProblemSeverity.Invalid);

    private void Warn(ManifestNode node, string path, string message) => report(node.Line, path, message, ProblemSeverity.Warning);
}
