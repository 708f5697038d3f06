using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Publishing;

namespace Operator.Reconciling;

/// <summary>
/// Makes evidence fit a ConfigMap. First neighbouring slices of the same verdict become one, which changes no figure; then the
/// chart gets fewer points; only then slices become coarser. The evidence says what was done.
/// </summary>
internal static class EvidenceReducer
{
    private const int FewestPoints = 30;
    private const int FewestSlices = 10;

    /// <summary>Evidence that fits; the same object when it does already.</summary>
    /// <param name="spec">Whose objectives tell good slices from bad ones.</param>
    /// <param name="evidence">What was collected.</param>
    /// <param name="maxBytes">What the saved file may take.</param>
    public static IncidentEvidence Reduce(PostMortemSpec spec, IncidentEvidence evidence, int maxBytes = ConfigMapContent.MaxBytes - 1024)
    {
        if (Fits(evidence, maxBytes))
        {
            return evidence;
        }

        evidence = Change(
            evidence,
            slo => SliceJoiner.SameVerdict(spec.Slos.FirstOrDefault(s => s.Name == slo.Name), slo),
            "Neighbouring time slices of the same verdict were joined, so that the evidence fits its ConfigMap; no figure changes.");
        evidence = Thin(evidence, maxBytes);
        return Fits(evidence, maxBytes) ? evidence : Coarsen(evidence, maxBytes);
    }

    private static IncidentEvidence Thin(IncidentEvidence evidence, int maxBytes)
    {
        var points = evidence.Slos.Select(s => s.Series.Count).DefaultIfEmpty().Max();
        if (points <= FewestPoints || Fits(evidence, maxBytes))
        {
            return evidence;
        }

        var thinned = evidence;
        while (points > FewestPoints && !Fits(thinned, maxBytes))
        {
            points /= 2;
            thinned = evidence with { Slos = [.. evidence.Slos.Select(s => s with { Series = Thin(s.Series, points) })] };
        }

        return Change(thinned, s => s, "The chart has fewer points than were read, so that the evidence fits its ConfigMap.");
    }

    private static IncidentEvidence Coarsen(IncidentEvidence evidence, int maxBytes)
    {
        while (!Fits(evidence, maxBytes) && evidence.Slos.Any(s => s.Slices.Count > FewestSlices))
        {
            evidence = evidence with { Slos = [.. evidence.Slos.Select(SliceJoiner.Pairs)] };
        }

        return Change(evidence, s => s, "Time slices were made coarser, so that the evidence fits its ConfigMap; figures by slices are approximate.");
    }

    private static IncidentEvidence Change(IncidentEvidence evidence, Func<SloEvidence, SloEvidence> change, string note) =>
        evidence with { Slos = [.. evidence.Slos.Select(s => change(s) with { Notes = [.. s.Notes, note] })] };

    private static bool Fits(IncidentEvidence evidence, int maxBytes) => EvidenceFile.Save(evidence).Length <= maxBytes;

    private static List<SliPoint> Thin(IReadOnlyList<SliPoint> series, int most)
    {
        var step = Math.Max(1, (series.Count + most - 1) / most);

        // The worst point of each group: a chart that hides the outage is worse than none.
        return [.. series.Chunk(step).Select(group => group.MinBy(p => p.Value ?? double.PositiveInfinity)!)];
    }
}
