using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Reconciling;

/// <summary>The evidence that a document may rest on.</summary>
/// <param name="Evidence">The evidence; one without a source holds nothing but the time as of which people's words are read.</param>
/// <param name="Report">What it says.</param>
/// <param name="Status">What the status says of it.</param>
internal sealed record EvidenceInHand(IncidentEvidence Evidence, IncidentReport Report, EvidenceStatus? Status)
{
    /// <summary>The saved file; null when nothing is saved.</summary>
    public byte[]? File { get; init; }

    /// <summary>Whether Prometheus is to be asked again after the interval.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The reason why nothing was read although something was asked for; null otherwise.</summary>
    public string? Failure { get; init; }

    /// <summary>What it lacks, question by question.</summary>
    public IReadOnlyList<EvidenceProblem> Problems { get; init; } = [];

    /// <summary>When it can be frozen, if that is known.</summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>
    /// Nothing was read: people's words alone. While the incident goes on, figures are as of the first look at this generation,
    /// and not of each look, or every look would write a document that says nothing new.
    /// </summary>
    public static EvidenceInHand Nothing(ReconcileRound round)
    {
        var before = round.Resource.Status?.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Ready);
        var isSame = before is null || before.ObservedGeneration == round.Resource.Metadata.Generation;
        var asOf = isSame && round.Previous.Evidence is { Digest: null, CollectedAt: { } first } ? first : round.Now;
        var evidence = new IncidentEvidence { CollectedAt = asOf };
        var report = IncidentReportBuilder.Build(round.Resource, evidence, round.Now);
        var status = report.State == IncidentState.Ongoing ? new EvidenceStatus { State = EvidenceState.Collecting, CollectedAt = asOf } : null;
        return new EvidenceInHand(evidence, report, status);
    }
}
