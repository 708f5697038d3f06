using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence.Inputs;

namespace Operator.Evidence;

/// <summary>What a part of evidence holds.</summary>
internal static class PartContent
{
    /// <summary>Whether asking again may help without anybody changing anything.</summary>
    public static bool IsTransient(EvidenceProblem problem) =>
        problem.Reason is not (Reasons.QueryInvalid or Reasons.QueryResultInvalid or Reasons.QueryTooExpensive or Reasons.ResponseTooLarge
            or Reasons.NoData or Reasons.NoAlertFound or Reasons.Unknown or Reasons.IncidentTooLong or Reasons.NotConfigured or Reasons.SourceUnknown or Reasons.PrometheusNotFound);

    /// <summary>Why the part, or a piece of it, is missing.</summary>
    public static IReadOnlyList<EvidenceProblem> Problems(IncidentEvidence evidence, EvidencePart part) =>
        Slo(evidence, part) is { } slo ? slo.Problems : part.Problems;

    /// <summary>Whether the part holds any answer.</summary>
    public static bool HoldsSomething(IncidentEvidence evidence, EvidencePart part) => part.Name switch
    {
        EvidencePartNames.Alerts => evidence.Alerts.Count > 0,
        EvidencePartNames.AffectedUsers or EvidencePartNames.TotalUsers or EvidencePartNames.FailedRequests => Value(evidence.Impact, part.Name) is not null,
        _ => Slo(evidence, part) is { } slo && HoldsSomething(slo),
    };

    /// <summary>The value of a query of the impact.</summary>
    public static double? Value(ImpactEvidence? impact, string part) => part switch
    {
        EvidencePartNames.AffectedUsers => impact?.AffectedUsers,
        EvidencePartNames.TotalUsers => impact?.TotalUsers,
        EvidencePartNames.FailedRequests => impact?.FailedRequests,
        _ => null,
    };

    /// <summary>The answers to the queries of the impact, with another value for one of them.</summary>
    public static ImpactEvidence With(ImpactEvidence? impact, string part, double? value)
    {
        impact ??= new ImpactEvidence();
        return part switch
        {
            EvidencePartNames.AffectedUsers => impact with { AffectedUsers = value },
            EvidencePartNames.TotalUsers => impact with { TotalUsers = value },
            _ => impact with { FailedRequests = value },
        };
    }

    /// <summary>The field of the spec that holds a query of the impact.</summary>
    public static string ImpactField(string part) => part switch
    {
        EvidencePartNames.AffectedUsers => "impact.affectedUsers.query",
        EvidencePartNames.TotalUsers => "impact.affectedUsers.totalQuery",
        EvidencePartNames.FailedRequests => "impact.failedRequests.query",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "It is not a query of the impact."),
    };

    /// <summary>Whether the part can be final at all: it holds something, and nothing is missing that time can bring.</summary>
    public static bool IsFinal(IncidentEvidence evidence, EvidencePart part) =>
        HoldsSomething(evidence, part) && !Problems(evidence, part).Any(IsTransient);

    /// <summary>The digest of the question that a spec asks for a part; null when it asks none.</summary>
    public static string? Inputs(PostMortemSpec spec, string part, TimeRange? incident)
    {
        if (part == EvidencePartNames.Alerts)
        {
            return spec.Detection is { Alerts.Count: > 0 } ? PartInputs.Alerts(spec) : null;
        }

        return spec.Slos.FirstOrDefault(s => EvidencePartNames.Objective(s.Name) == part) is { } slo
            ? PartInputs.Objective(spec, slo, incident)
            : PartInputs.ImpactQueries(spec).Where(q => q.Key == part).Select(q => PartInputs.Query(spec, q.Value, incident)).FirstOrDefault();
    }

    /// <summary>Whether evidence was collected for other questions, or over another incident, than the spec's.</summary>
    public static bool IsOfAnotherSpec(PostMortemSpec spec, IncidentEvidence evidence)
    {
        var view = EvidenceView.Of(spec, evidence);
        return view.Parts.Count != evidence.Parts.Count
            || evidence.Incident != IncidentWindow.Resolve(spec, view.Alerts, evidence.CollectedAt, view.SearchWindow, view.RecordedUntil).Measured
            || AskedNames(spec).Any(n => evidence.Part(n)?.Inputs != Inputs(spec, n, evidence.Incident));
    }

    /// <summary>Whether evidence answers some question of a spec, or none at all, so that nothing is lost with it.</summary>
    public static bool AnswersSome(PostMortemSpec spec, IncidentEvidence evidence)
    {
        var view = EvidenceView.Of(spec, evidence);
        var incident = IncidentWindow.Resolve(spec, view.Alerts, evidence.CollectedAt, view.SearchWindow, view.RecordedUntil).Measured;
        return !evidence.Parts.Any(p => HoldsSomething(evidence, p))
            || AskedNames(spec).Any(n => Inputs(spec, n, incident) is var inputs && (evidence.Part(n)?.Inputs == inputs || evidence.Former?.Any(f => f.Part.Name == n && f.Part.Inputs == inputs) == true));
    }

    /// <summary>The names of the parts that a spec asks for.</summary>
    public static IEnumerable<string> AskedNames(PostMortemSpec spec) =>
    [
        .. spec.Detection is { Alerts.Count: > 0 } ? [EvidencePartNames.Alerts] : Array.Empty<string>(),
        .. spec.Slos.Select(s => EvidencePartNames.Objective(s.Name)),
        .. PartInputs.ImpactQueries(spec).Select(q => q.Key),
    ];

    /// <summary>Whether any figure of an objective was read.</summary>
    public static bool HoldsSomething(SloEvidence slo) =>
        slo.Incident is not null || slo.Slices.Any(s => s.HasData) || slo.Series.Any(p => p.Value is not null)
        || slo.Before is { } before && (before.Counts is not null || before.BadSeconds is not null || before.ErrorRatioSeconds is not null);

    /// <summary>What was read for an objective; null for other parts.</summary>
    public static SloEvidence? Slo(IncidentEvidence evidence, EvidencePart part) =>
        evidence.Slos.FirstOrDefault(s => EvidencePartNames.Objective(s.Name) == part.Name);
}
