using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Keeps answers whose question was changed, and takes them back when it is asked again.</summary>
internal static class FormerAnswers
{
    // A mistake is noticed soon; what is older than this many changes of one question is given up.
    private const int MostOfOnePart = 5;

    /// <summary>Evidence in which a former answer to the question takes the place of the present one; the same object without such an answer.</summary>
    /// <param name="kept">What is kept.</param>
    /// <param name="name">The part.</param>
    /// <param name="inputs">The digest of its question.</param>
    public static IncidentEvidence? Recall(IncidentEvidence? kept, string name, string inputs)
    {
        if (kept?.Former?.FirstOrDefault(f => f.Part.Name == name && f.Part.Inputs == inputs) is not { } former || kept.Part(name)?.Inputs == inputs)
        {
            return kept;
        }

        var recalled = kept with { Parts = [.. kept.Parts.Where(p => p.Name != name), former.Part], Former = Add(kept.Former.Where(f => !ReferenceEquals(f, former)), Of(kept, name)) };
        return former switch
        {
            { Alerts: { } alerts } => recalled with { Alerts = alerts, SearchWindow = former.SearchWindow },
            { Slo: { } slo } => recalled with { Slos = [.. kept.Slos.Where(s => s.Name != slo.Name), slo] },
            _ => recalled with { Impact = PartContent.With(kept.Impact, name, former.Value) },
        };
    }

    /// <summary>What is to be kept of former answers beside new evidence.</summary>
    /// <param name="kept">What was kept before it.</param>
    /// <param name="fresh">The new evidence.</param>
    public static IReadOnlyList<FormerAnswer>? Beside(IncidentEvidence kept, IncidentEvidence fresh)
    {
        var former = kept.Former;
        foreach (var part in fresh.Parts)
        {
            if (kept.Part(part.Name) is { } before && before.Inputs != part.Inputs && (before.Frozen || !AlertMerger.Covers(fresh.Alerts, AlertMerger.As(kept.Alerts, fresh.Alerts))))
            {
                former = Add(former ?? [], Of(kept, part.Name));
            }
        }

        return former;
    }

    /// <summary>The present answer of a part as a former one; null when nothing is lost with it.</summary>
    private static FormerAnswer? Of(IncidentEvidence evidence, string name)
    {
        if (evidence.Part(name) is not { } part || !PartContent.HoldsSomething(evidence, part))
        {
            return null;
        }

        // The other parts of an incident that goes on are asked over a longer stretch at each look.
        return name == EvidencePartNames.Alerts ? new FormerAnswer { Part = part, SearchWindow = evidence.SearchWindow, Alerts = evidence.Alerts }
            : part.Frozen ? new FormerAnswer { Part = part, Slo = PartContent.Slo(evidence, part), Value = PartContent.Value(evidence.Impact, name) }
            : null;
    }

    private static List<FormerAnswer>? Add(IEnumerable<FormerAnswer> former, FormerAnswer? added)
    {
        IEnumerable<FormerAnswer> all = added is null ? former : former.Where(f => f.Part.Name != added.Part.Name || f.Part.Inputs != added.Part.Inputs).Prepend(added);
        List<FormerAnswer> kept = [.. all.GroupBy(f => f.Part.Name, StringComparer.Ordinal).SelectMany(g => g.Take(MostOfOnePart))];
        return kept.Count == 0 ? null : kept;
    }
}
