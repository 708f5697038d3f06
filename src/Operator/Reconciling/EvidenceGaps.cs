using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;

namespace Operator.Reconciling;

/// <summary>What was asked of Prometheus and not answered.</summary>
internal static class EvidenceGaps
{
    /// <summary>The gaps, each with reason and mend. An objective counts only when its chosen figure is missing: the document tells the rest.</summary>
    /// <param name="spec">What was asked.</param>
    /// <param name="evidence">What was read.</param>
    /// <param name="report">What it gives.</param>
    public static IReadOnlyList<EvidenceProblem> Find(PostMortemSpec spec, IncidentEvidence evidence, IncidentReport report)
    {
        if (evidence.Source is null)
        {
            return InputsDigest.AsksAnything(spec)
                ? [new(Reasons.NotConfigured, "The spec has alerts, objectives or queries, but the evidence was read without a Prometheus: read it again")]
                : [];
        }

        var measured = report.Slos.Where(s => s.Budget?.State == FigureState.Recorded).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var asked = spec.Slos.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var silent = (spec.Detection?.Alerts ?? []).Where(alert => !evidence.Alerts.Any(found => Answers(found, alert)));
        return
        [
            .. silent.Select(a => new EvidenceProblem(
                Reasons.NoAlertFound,
                $"spec.detection.alerts: {a.Name} was neither pending nor firing {Window(evidence)}; check its name and labels, or set spec.detection.searchWindow")),
            .. evidence.Slos.Where(s => asked.Contains(s.Name) && !measured.Contains(s.Name)).SelectMany(s => s.Problems),
            .. InputsDigest.AsksOfImpact(spec) ? evidence.Impact?.Problems ?? [] : [],
        ];
    }

    private static bool Answers(AlertSeries found, AlertSpec asked) =>
        string.Equals(found.Name, asked.Name, StringComparison.Ordinal)
        && asked.Labels.All(l => found.Labels.TryGetValue(l.Key, out var value) && string.Equals(value, l.Value, StringComparison.Ordinal));

    // What is looked for until now has no end to tell, or each look would say something new.
    private static string Window(IncidentEvidence evidence) => evidence.SearchWindow switch
    {
        null => "in the search window",
        { } range when range.End >= evidence.CollectedAt => $"since {EvidenceVerdict.Text(range.Start)}",
        { } range => $"from {EvidenceVerdict.Text(range.Start)} to {EvidenceVerdict.Text(range.End)}",
    };
}
