using Operator.Core.Evidence;
using Operator.Evidence.Inputs;

namespace Operator.Evidence;

/// <summary>Brings evidence of every version since 1 into today's form. A version is never taken out of here.</summary>
internal static class EvidenceVersions
{
    /// <summary>Evidence as today's code expects it.</summary>
    public static IncidentEvidence Upgrade(IncidentEvidence evidence) => evidence.Version == 1 ? WithParts(evidence) : evidence;

    /// <summary>
    /// Version 1 has one digest for the whole spec, and the status alone says whether it is frozen. Once the spec is at hand, each part
    /// gets the digest of its own question.
    /// </summary>
    /// <param name="evidence">Upgraded evidence; of a later version it stays as it is.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="frozen">Whether the status says that it is frozen.</param>
    public static IncidentEvidence WithInputs(IncidentEvidence evidence, Api.PostMortemSpec spec, bool frozen)
    {
        if (evidence.Version != 1)
        {
            return evidence;
        }

        var isCurrent = evidence.InputsDigest == PartInputs.V1(spec);
        return evidence with { Parts = [.. evidence.Parts.Select(p => p with { Frozen = frozen && PartContent.IsFinal(evidence, p), Inputs = Inputs(p) })] };

        string Inputs(EvidencePart part) => isCurrent ? PartContent.Inputs(spec, part.Name, evidence.Incident) ?? part.Inputs : part.Inputs;
    }

    private static IncidentEvidence WithParts(IncidentEvidence evidence)
    {
        List<EvidencePart> parts = [];
        var queries = evidence.Queries.ToList();
        if (evidence.SearchWindow is not null)
        {
            parts.Add(Part(EvidencePartNames.Alerts, "detection.alerts["));
        }

        foreach (var (slo, i) in evidence.Slos.Select((slo, i) => (slo, i)))
        {
            parts.Add(Part(EvidencePartNames.Objective(slo.Name), $"slos[{i}] "));
        }

        if (evidence.Impact is { } impact)
        {
            AddQuery(EvidencePartNames.AffectedUsers, "impact.affectedUsers.query", impact.AffectedUsers);
            AddQuery(EvidencePartNames.TotalUsers, "impact.affectedUsers.totalQuery", impact.TotalUsers);
            AddQuery(EvidencePartNames.FailedRequests, "impact.failedRequests.query", impact.FailedRequests);
        }

        return evidence with
        {
            Parts = parts,
            Queries = queries,
            Slos = [.. evidence.Slos.Select(s => s with { Over = s.Over ?? evidence.Incident })],
        };

        void AddQuery(string name, string purpose, double? value)
        {
            EvidenceProblem[] problems = [.. evidence.Impact!.Problems.Where(p => p.Message.StartsWith(purpose, StringComparison.Ordinal))];
            if (value is not null || problems.Length > 0)
            {
                parts.Add(Part(name, purpose) with { Problems = problems });
            }
        }

        EvidencePart Part(string name, string purpose)
        {
            EvidenceQuery[] own = [.. queries.Where(q => q.Purpose.StartsWith(purpose, StringComparison.Ordinal))];
            queries.RemoveAll(q => own.Contains(q));
            return new EvidencePart { Name = name, Inputs = evidence.InputsDigest ?? "", CollectedAt = evidence.CollectedAt, Queries = own };
        }
    }
}
