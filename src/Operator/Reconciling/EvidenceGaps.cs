using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;
using Operator.Evidence.Inputs;

namespace Operator.Reconciling;

/// <summary>What was asked of Prometheus and not answered.</summary>
internal static class EvidenceGaps
{
    /// <summary>The gaps, each with reason and fix. An objective counts when its chosen figure is missing or time can bring what is missing: the document tells the rest.</summary>
    /// <param name="spec">What was asked.</param>
    /// <param name="evidence">What was read for it.</param>
    /// <param name="report">What it gives.</param>
    public static IReadOnlyList<EvidenceProblem> Find(PostMortemSpec spec, IncidentEvidence evidence, IncidentReport report)
    {
        if (evidence.Source is null)
        {
            return PartInputs.AsksAnything(spec)
                ? [new(Reasons.NotConfigured, "The spec has alerts, objectives or queries, but the evidence was read without a Prometheus: read it again")]
                : [];
        }

        var measured = report.Slos.Where(s => s.Budget?.State == FigureState.Recorded).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Alerts(spec, evidence),
            .. LostEnds(evidence, report),
            .. evidence.Slos.SelectMany(s => s.Problems.Where(p => !measured.Contains(s.Name) || PartContent.IsTransient(p))),
            .. evidence.Impact?.Problems ?? [],
        ];
    }

    private static IEnumerable<EvidenceProblem> Alerts(PostMortemSpec spec, IncidentEvidence evidence)
    {
        var problems = evidence.Part(EvidencePartNames.Alerts)?.Problems ?? [];
        var silent = (spec.Detection?.Alerts ?? [])
            .Where((asked, i) => !problems.Any(p => p.Message.StartsWith(AlertReader.Field(i), StringComparison.Ordinal)) && !evidence.Alerts.Any(found => EvidenceView.Answers(found, asked)))
            .Select(a => new EvidenceProblem(
                Reasons.NoAlertFound,
                $"spec.detection.alerts: {a.Name} was neither pending nor firing {Window(evidence)}; check its name, labels and matchers, or set spec.detection.searchWindow"));
        return problems.Concat(silent);
    }

    // An incident whose end people state needs no alert to tell it.
    private static IEnumerable<EvidenceProblem> LostEnds(IncidentEvidence evidence, IncidentReport report) =>
        report.State == IncidentState.Unknown && evidence.SearchWindow is { } looked && !IncidentWindow.IsCurrent(looked, report.AsOf)
            ? report.Alerts.Where(a => a.Firing).Select(a => KnownAlerts.EndLost(a.Name, looked.End)).Distinct()
            : [];

    // What is looked for until now has no end to tell, or each look would say something new.
    private static string Window(IncidentEvidence evidence) => evidence.SearchWindow switch
    {
        null => "in the search window",
        { } range when range.End >= evidence.CollectedAt => $"since {EvidenceVerdict.Text(range.Start)}",
        { } range => $"from {EvidenceVerdict.Text(range.Start)} to {EvidenceVerdict.Text(range.End)}",
    };
}
