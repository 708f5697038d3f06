using System.Globalization;
using Operator.Core.Evidence;
using Operator.Evidence;

namespace Operator.Reconciling;

/// <summary>Leaves out alert series of evidence that is too large because of them. Those that began first and ended last, which tell when the incident was, stay.</summary>
internal static class AlertReduction
{
    /// <summary>Evidence whose alerts fit; the same object when they do already.</summary>
    /// <param name="evidence">What was collected.</param>
    /// <param name="maxBytes">What the saved file may take.</param>
    public static IncidentEvidence Apply(IncidentEvidence evidence, int maxBytes)
    {
        if (evidence.Part(EvidencePartNames.Alerts) is null || Fit(evidence, evidence.Alerts, maxBytes))
        {
            return evidence;
        }

        var ranked = Ranked(evidence.Alerts);
        for (var most = ranked.Count / 2; most > 0; most /= 2)
        {
            var chosen = ranked.Take(most).ToHashSet();
            List<AlertSeries> kept = [.. evidence.Alerts.Where(chosen.Contains)];
            if (Fit(evidence, kept, maxBytes))
            {
                return With(evidence, kept);
            }
        }

        return evidence;
    }

    private static bool Fit(IncidentEvidence evidence, IReadOnlyList<AlertSeries> alerts, int maxBytes) =>
        EvidenceFile.Fits(evidence with { Alerts = alerts, Slos = [], Sums = null, Former = null }, maxBytes);

    // Alternately the next that began and the last that ended.
    private static List<AlertSeries> Ranked(IReadOnlyList<AlertSeries> alerts) =>
    [
        .. alerts.OrderBy(a => Runs(a).Min(r => (DateTimeOffset?)r.First))
            .Zip(alerts.OrderByDescending(a => Runs(a).Max(r => (DateTimeOffset?)r.Last)), (first, last) => new[] { first, last })
            .SelectMany(pair => pair)
            .Distinct(),
    ];

    private static IEnumerable<SampleRun> Runs(AlertSeries alert) => alert.Pending.Concat(alert.Firing);

    private static IncidentEvidence With(IncidentEvidence evidence, IReadOnlyList<AlertSeries> kept)
    {
        var note = string.Create(
            CultureInfo.InvariantCulture,
            $"{evidence.Alerts.Count - kept.Count} of {evidence.Alerts.Count} alert series were left out, so that the evidence fits its ConfigMap; those that began first and ended last are kept. Narrow the alerts by labels or matchers");
        return evidence with
        {
            Alerts = kept,
            Parts = [.. evidence.Parts.Select(p => p.Name == EvidencePartNames.Alerts ? p with { Warnings = [.. p.Warnings, note] } : p)],
        };
    }
}
