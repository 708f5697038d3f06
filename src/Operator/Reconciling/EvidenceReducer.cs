using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Publishing;

namespace Operator.Reconciling;

/// <summary>
/// Makes evidence fit a ConfigMap. First neighbouring slices of the same verdict become one, which changes no figure; then the
/// chart gets fewer points; only then slices become coarser. Before that, alerts that do not fit by themselves are left out. The evidence says what was done.
/// </summary>
internal static class EvidenceReducer
{
    private const int FewestPoints = 30;
    private const int FewestSlices = 10;

    /// <summary>Evidence that fits; the same object when it does already. What is not frozen is reduced before what is.</summary>
    /// <param name="spec">Whose objectives tell good slices from bad ones.</param>
    /// <param name="evidence">What was collected.</param>
    /// <param name="maxBytes">What the saved file may take.</param>
    public static IncidentEvidence Reduce(PostMortemSpec spec, IncidentEvidence evidence, int maxBytes = ConfigMapContent.MaxBytes - 1024)
    {
        if (EvidenceFile.Fits(evidence, maxBytes))
        {
            return evidence;
        }

        if (evidence.Sums is not null)
        {
            // They only spare the server work.
            evidence = evidence with { Sums = null };
            if (EvidenceFile.Fits(evidence, maxBytes))
            {
                return evidence;
            }
        }

        while (evidence.Former is { } former)
        {
            // Nobody asks for them; the oldest least of all.
            evidence = evidence with { Former = former.Count > 1 ? [.. former.Take(former.Count - 1)] : null };
            if (EvidenceFile.Fits(evidence, maxBytes))
            {
                return evidence;
            }
        }

        evidence = AlertReduction.Apply(evidence, maxBytes);
        var open = new Reduction(spec, maxBytes, slo => evidence.Part(EvidencePartNames.Objective(slo.Name)) is not { Frozen: true }).Apply(evidence);
        return EvidenceFile.Fits(open, maxBytes) ? open : new Reduction(spec, maxBytes, _ => true).Apply(open);
    }

    private sealed class Reduction(PostMortemSpec spec, int maxBytes, Func<SloEvidence, bool> mayChange)
    {
        public IncidentEvidence Apply(IncidentEvidence evidence)
        {
            evidence = Change(
                evidence,
                slo => SliceJoiner.SameVerdict(spec.Slos.FirstOrDefault(s => s.Name == slo.Name), slo),
                "Neighbouring time slices of the same verdict were joined, so that the evidence fits its ConfigMap; no figure changes.");
            evidence = Thin(evidence);
            return Fits(evidence) ? evidence : Coarsen(evidence);
        }

        private IncidentEvidence Thin(IncidentEvidence evidence)
        {
            var points = evidence.Slos.Where(mayChange).Select(s => s.Series.Count).DefaultIfEmpty().Max();
            if (points <= FewestPoints || Fits(evidence))
            {
                return evidence;
            }

            var thinned = evidence;
            while (points > FewestPoints && !Fits(thinned))
            {
                points /= 2;
                thinned = Change(evidence, s => s with { Series = EvidenceReducer.Thin(s.Series, points) });
            }

            return Change(thinned, s => s, "The chart has fewer points than were read, so that the evidence fits its ConfigMap.");
        }

        private IncidentEvidence Coarsen(IncidentEvidence evidence)
        {
            while (!Fits(evidence) && evidence.Slos.Any(s => mayChange(s) && s.Slices.Count > FewestSlices))
            {
                evidence = Change(evidence, SliceJoiner.Pairs);
            }

            return Change(evidence, s => s, "Time slices were made coarser, so that the evidence fits its ConfigMap; figures by slices are approximate.");
        }

        private bool Fits(IncidentEvidence evidence) => EvidenceFile.Fits(evidence, maxBytes);

        private IncidentEvidence Change(IncidentEvidence evidence, Func<SloEvidence, SloEvidence> change, string? note = null) => evidence with
        {
            Slos = [.. evidence.Slos.Select(s => !mayChange(s) ? s : note is null ? change(s) : change(s) with { Notes = [.. s.Notes.Append(note).Distinct(StringComparer.Ordinal)] })],
        };
    }

    private static List<SliPoint> Thin(IReadOnlyList<SliPoint> series, int most)
    {
        var step = Math.Max(1, (series.Count + most - 1) / most);

        // The worst point of each group: a chart that hides the outage is worse than none.
        return [.. series.Chunk(step).Select(group => group.MinBy(p => p.Value ?? double.PositiveInfinity)!)];
    }
}
