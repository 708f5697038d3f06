using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence.Inputs;

namespace Operator.Evidence;

/// <summary>The piece of saved evidence that a spec asks for. Saved evidence outlives the question: one may be taken out by mistake.</summary>
internal static class EvidenceView
{
    /// <summary>The evidence without what the spec does not ask for.</summary>
    public static IncidentEvidence Of(PostMortemSpec spec, IncidentEvidence evidence)
    {
        var alerts = spec.Detection?.Alerts ?? [];
        var objectives = spec.Slos.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        return evidence with
        {
            Alerts = [.. evidence.Alerts.Where(found => alerts.Any(asked => Answers(found, asked)))],
            SearchWindow = alerts.Count > 0 ? evidence.SearchWindow : null,
            Slos = [.. evidence.Slos.Where(s => objectives.Contains(s.Name))],
            Impact = Impact(spec, evidence),
            Parts = [.. evidence.Parts.Where(p => IsAsked(spec, p.Name))],
            Former = null,
        };
    }

    /// <summary>Whether a found series is one that the spec asks for.</summary>
    public static bool Answers(AlertSeries found, AlertSpec asked) =>
        string.Equals(found.Name, asked.Name, StringComparison.Ordinal)
        && (AlertSelector.TryOf(asked) is not { } selector || found.FoundBy?.Contains(selector.Text, StringComparer.Ordinal) == true || selector.Matches(found));

    /// <summary>Whether the spec asks for the part.</summary>
    public static bool IsAsked(PostMortemSpec spec, string part) => part == EvidencePartNames.Alerts
        ? spec.Detection is { Alerts.Count: > 0 }
        : spec.Slos.Any(s => EvidencePartNames.Objective(s.Name) == part) || PartInputs.ImpactQueries(spec).Any(q => q.Key == part);

    private static ImpactEvidence? Impact(PostMortemSpec spec, IncidentEvidence evidence)
    {
        var asked = PartInputs.ImpactQueries(spec).Select(q => q.Key).ToHashSet(StringComparer.Ordinal);
        if (evidence.Impact is not { } impact || asked.Count == 0)
        {
            return null;
        }

        return new ImpactEvidence
        {
            AffectedUsers = asked.Contains(EvidencePartNames.AffectedUsers) ? impact.AffectedUsers : null,
            TotalUsers = asked.Contains(EvidencePartNames.TotalUsers) ? impact.TotalUsers : null,
            FailedRequests = asked.Contains(EvidencePartNames.FailedRequests) ? impact.FailedRequests : null,
            Problems = [.. evidence.Parts.Where(p => asked.Contains(p.Name)).SelectMany(p => p.Problems).Distinct()],
        };
    }
}
