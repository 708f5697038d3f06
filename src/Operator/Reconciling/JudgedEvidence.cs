using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Reconciling;

/// <summary>Evidence with what it says and what it lacks.</summary>
internal sealed record JudgedEvidence(IncidentEvidence Evidence, IncidentReport Report, IReadOnlyList<EvidenceProblem> Problems)
{
    /// <summary>Computes what evidence says.</summary>
    /// <exception cref="Core.SpecInvalidException">The spec has a value that nothing can be computed from.</exception>
    public static JudgedEvidence Judge(PostMortem resource, IncidentEvidence evidence, DateTimeOffset now)
    {
        var report = IncidentReportBuilder.Build(resource, evidence, now);
        return new JudgedEvidence(evidence, report, EvidenceGaps.Find(resource.Spec, evidence, report));
    }

    /// <summary>When this evidence may be frozen; null when it must not be, because the incident goes on or asking again may help.</summary>
    public DateTimeOffset? SettlesAt => Problems.Any(EvidenceJudge.IsTransient) ? null : EvidenceJudge.SettlesAt(Report);

    public bool IsFinal => SettlesAt <= Evidence.CollectedAt;
}
