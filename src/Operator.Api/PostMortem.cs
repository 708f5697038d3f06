using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>
/// A post-mortem: what people know about an incident, and where its evidence lies. The operator reads the evidence, computes
/// durations, error-budget impact and cost, renders the document, publishes it and follows the action items.
/// </summary>
[PrinterColumn("Severity", ".spec.severity")]
[PrinterColumn("Services", ".spec.services")]
[PrinterColumn("Phase", ".status.phase")]
[PrinterColumn("State", ".status.summary.state")]
[PrinterColumn("Duration", ".status.summary.duration")]
[PrinterColumn("Budget", ".status.summary.errorBudgetConsumed", Description = "Error budget consumed by this incident, by the first SLO.")]
[PrinterColumn("Actions", ".status.summary.actionItems", Description = "Action items done of all.")]
[PrinterColumn("Ready", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("TTD", ".status.summary.timeToDetect", Priority = 1, Description = "Time to detect: from the start to the detection.")]
[PrinterColumn("TTR", ".status.summary.timeToResolve", Priority = 1, Description = "Time to resolve: from the detection to the resolution.")]
[PrinterColumn("Started", ".status.timestamps[?(@.name==\"StartedAt\")].time", Priority = 1)]
[PrinterColumn("Status", ".status.conditions[?(@.type==\"Ready\")].message", Priority = 1)]
public sealed record PostMortem : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The API group.</summary>
    public const string Group = "postmortem.dev";

    /// <summary>The API version within the group.</summary>
    public const string Version = "v1alpha1";

    /// <summary>Group and version as objects carry them.</summary>
    public const string GroupVersion = Group + "/" + Version;

    /// <summary>The kind.</summary>
    public const string KindName = "PostMortem";

    /// <summary>The resource's name in URLs.</summary>
    public const string Plural = "postmortems";

    /// <summary>The resource's name for one object.</summary>
    public const string Singular = "postmortem";

    /// <summary>What people type instead of the resource's name.</summary>
    public const string ShortName = "pm";

    /// <summary>The group of resources to which <c>kubectl get sre</c> adds this one.</summary>
    public const string Category = "sre";

    /// <summary>Group and version of this representation.</summary>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = GroupVersion;

    /// <summary>The kind of this representation.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KindName;

    /// <summary>Standard object metadata.</summary>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What people say: the incident, where its evidence lies, the analysis, the action items and how to publish.</summary>
    [JsonPropertyName("spec")]
    public required PostMortemSpec Spec { get; init; }

    /// <summary>What the operator computed and did. Written by the operator alone.</summary>
    [JsonPropertyName("status")]
    public PostMortemStatus? Status { get; init; }
}
