using System.Text.Json.Serialization;
using k8s.Models;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>What the operator computed and did. The same evidence always gives the same status, byte for byte.</summary>
public sealed record PostMortemStatus
{
    /// <summary>The generation of the spec that this status is about; -1 until the operator has seen the resource.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>How far the document has come.</summary>
    public PostMortemPhase? Phase { get; init; }

    /// <summary>The figures that people look at first, as text.</summary>
    public SummaryStatus? Summary { get; init; }

    /// <summary>When what happened, and how we know.</summary>
    [Items(20), ListMap("name")]
    public IReadOnlyList<TimestampStatus>? Timestamps { get; init; }

    /// <summary>How long what took, from which point in time to which.</summary>
    [Items(20), ListMap("name")]
    public IReadOnlyList<DurationStatus>? Durations { get; init; }

    /// <summary>The alerts that were found, the earliest first: at most 200, and 128 KiB of JSON. Long label values are cut.</summary>
    [Items(200)]
    public IReadOnlyList<AlertStatus>? Alerts { get; init; }

    /// <summary>What was cut or left out so that the status stays small, each as a sentence; absent when nothing was.</summary>
    [Items(10)]
    public IReadOnlyList<string>? Omitted { get; init; }

    /// <summary>What the incident did to each objective's error budget.</summary>
    [Items(20), ListMap("name")]
    public IReadOnlyList<SloStatus>? Slos { get; init; }

    /// <summary>Whom it hurt and what it cost.</summary>
    public ImpactStatus? Impact { get; init; }

    /// <summary>Facts that two sources tell differently, by more than both may be off; absent when there are none.</summary>
    [Items(20)]
    public IReadOnlyList<ContradictionStatus>? Contradictions { get; init; }

    /// <summary>How far the action items have come.</summary>
    [Items(50), ListMap("id")]
    public IReadOnlyList<ActionItemStatus>? ActionItems { get; init; }

    /// <summary>When the post-mortem was created, in UTC with milliseconds, if that was in another life of it whose document was taken over from Git; in status.json always.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What was said outside the spec about approvals.</summary>
    [Items(40)]
    public IReadOnlyList<ApprovalStatus>? Approvals { get; init; }

    /// <summary>What the figures rest on.</summary>
    public EvidenceStatus? Evidence { get; init; }

    /// <summary>The rendered document.</summary>
    public DocumentStatus? Document { get; init; }

    /// <summary>The last token of annotation postmortem.dev/reconcile-at that was served.</summary>
    [Text(1024)]
    public string? LastHandledReconcileAt { get; init; }

    /// <summary>The last token of annotation postmortem.dev/refresh-evidence that was served.</summary>
    [Text(1024)]
    public string? LastHandledRefreshAt { get; init; }

    /// <summary>The state in the terms of Kubernetes conditions.</summary>
    [Items(100), ListMap("type")]
    public IReadOnlyList<V1Condition>? Conditions { get; init; }
}
