using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Puts together what was read for a spec and what is kept of questions that the spec does not ask any more.</summary>
internal sealed class CollectionAssembly(PostMortemSpec spec, IncidentEvidence? kept)
{
    /// <summary>The evidence with what is kept beside it.</summary>
    public IncidentEvidence Put(IncidentEvidence asked)
    {
        if (kept is null)
        {
            return asked;
        }

        var alerts = spec.Detection?.Alerts ?? [];
        var all = asked with
        {
            SearchWindow = asked.SearchWindow ?? kept.SearchWindow,
            RecordedUntil = kept.RecordedUntil > asked.RecordedUntil ? kept.RecordedUntil : asked.RecordedUntil ?? kept.RecordedUntil,
            Alerts = [.. asked.Alerts.Concat(kept.Alerts.Where(found => !alerts.Any(a => EvidenceView.Answers(found, a)))).OrderBy(AlertReader.Key, StringComparer.Ordinal)],
            Slos = [.. asked.Slos, .. kept.Slos.Where(s => !asked.Slos.Any(a => a.Name == s.Name))],
            Impact = Join(asked.Impact, kept.Impact),
            Parts = [.. asked.Parts, .. kept.Parts.Where(p => !asked.Parts.Any(a => a.Name == p.Name))],
            Queries = kept.Queries,
            Warnings = [.. kept.Warnings.Concat(asked.Warnings).Distinct(StringComparer.Ordinal)],
        };
        return all with { Former = FormerAnswers.Beside(kept, all) };
    }

    /// <summary>The answers to the impact's queries; null when there is none.</summary>
    public static ImpactEvidence? Impact(IReadOnlyDictionary<string, double?> values, IReadOnlyList<EvidencePart> parts) => values.Count == 0 ? null : new ImpactEvidence
    {
        AffectedUsers = values.GetValueOrDefault(EvidencePartNames.AffectedUsers),
        TotalUsers = values.GetValueOrDefault(EvidencePartNames.TotalUsers),
        FailedRequests = values.GetValueOrDefault(EvidencePartNames.FailedRequests),
        Problems = [.. parts.Where(p => values.ContainsKey(p.Name)).SelectMany(p => p.Problems).Distinct()],
    };

    private static ImpactEvidence? Join(ImpactEvidence? asked, ImpactEvidence? kept) => asked is null || kept is null ? asked ?? kept : asked with
    {
        AffectedUsers = asked.AffectedUsers ?? kept.AffectedUsers,
        TotalUsers = asked.TotalUsers ?? kept.TotalUsers,
        FailedRequests = asked.FailedRequests ?? kept.FailedRequests,
    };
}
