using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;

namespace Operator.Reconciling;

/// <summary>Evidence with what it says and what it lacks.</summary>
/// <param name="All">The evidence as it is saved.</param>
/// <param name="Evidence">The piece of it that the spec asks for.</param>
/// <param name="Report">What it says.</param>
/// <param name="Problems">What it lacks.</param>
internal sealed record JudgedEvidence(IncidentEvidence All, IncidentEvidence Evidence, IncidentReport Report, IReadOnlyList<EvidenceProblem> Problems)
{
    /// <summary>Computes what evidence says.</summary>
    /// <exception cref="FailureException">The spec has a value that nothing can be computed from.</exception>
    public static JudgedEvidence Judge(PostMortem resource, IncidentEvidence all, DateTimeOffset now)
    {
        var evidence = EvidenceView.Of(resource.Spec, all);
        var report = IncidentReportBuilder.Build(resource, evidence, now);
        return new JudgedEvidence(all, evidence, report, EvidenceGaps.Find(resource.Spec, evidence, report));
    }

    /// <summary>When the evidence can be final; null while the incident is not resolved.</summary>
    public DateTimeOffset? SettlesAt => EvidenceJudge.SettlesAt(Report);

    /// <summary>Whether some part is frozen.</summary>
    public bool HasFrozen => Evidence.Parts.Any(p => p.Frozen);
}
