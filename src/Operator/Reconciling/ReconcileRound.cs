using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.FollowUp;
using Operator.Runtime;
using Operator.Runtime.Conditions;

namespace Operator.Reconciling;

/// <summary>One reconcile of one PostMortem: what was read, and what the steps have found so far.</summary>
internal sealed class ReconcileRound(PostMortem resource, ObjectKey key, DateTimeOffset now)
{
    private const int LongestToken = 1024;

    private static readonly PostMortemStatus NoStatus = new();

    private FailureException? _evidenceFault;

    public PostMortem Resource => resource;

    public ObjectKey Key => key;

    public DateTimeOffset Now => now;

    /// <summary>The status as it was read.</summary>
    public PostMortemStatus Previous => resource.Status ?? NoStatus;

    /// <summary>What the steps have said of their conditions so far.</summary>
    public Findings Conditions { get; } = new();

    /// <summary>What is wrong with times that people state: readers of document and status are to know.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>When people last changed the spec; null when that is not known.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>When a stated time that lies in the future begins to count; null without one.</summary>
    public DateTimeOffset? NextStated { get; init; }

    /// <summary>What this process knows of queries that verify the action items.</summary>
    public VerifyMemory.Items Verifying { get; init; } = new("");

    /// <summary>What people say of action items outside the spec, as far as it was observed.</summary>
    public IReadOnlyList<ObservedStatement> Observed { get; init; } = [];

    /// <summary>Whether issues are opened for action items that ask for one.</summary>
    public bool OpensIssues { get; init; }

    /// <summary>When the resource was created; the time of this round for one that is not in a cluster.</summary>
    public DateTimeOffset Created => resource.Metadata.CreationTimestamp is { } created ? new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc)) : now;

    /// <summary>What went wrong, in the order of the steps.</summary>
    public List<FailureException> Faults { get; } = [];

    /// <summary>When the post-mortem became Published, if it is now in that phase.</summary>
    public DateTimeOffset? PublishedAt(PostMortemPhase? phase)
    {
        if (phase != PostMortemPhase.Published)
        {
            return null;
        }

        var delivered = Previous.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Published);
        return Previous.Document?.PublishedAt ?? (Previous.Phase == phase && delivered is { Status: ConditionStatus.True, LastTransitionTime: { } first }
            ? new DateTimeOffset(DateTime.SpecifyKind(first, DateTimeKind.Utc))
            : now);
    }

    /// <summary>The token that asks for frozen evidence to be collected again, unless it was served.</summary>
    public string? RefreshToken => Annotation(PostMortemAnnotations.RefreshEvidence) is { } token && token != Previous.LastHandledRefreshAt ? token : null;

    /// <summary>Until when what was collected last stands, unless somebody asks; null when Prometheus is to be asked.</summary>
    public DateTimeOffset? EvidenceStandsUntil { get; init; }

    /// <summary>Whether this round leaves Prometheus alone, although it may know more by now.</summary>
    public bool EvidenceStands => EvidenceStandsUntil > now && RefreshToken is null && !IsAskedToLook;

    private bool IsAskedToLook => Annotation(PostMortemAnnotations.ReconcileAt) is { } token && token != Previous.LastHandledReconcileAt;

    /// <summary>Whether <see cref="RefreshToken"/> has been served, with or without success.</summary>
    public bool RefreshServed { get; set; }

    /// <summary>Whether a delivery is under way of which somebody tells when it has ended.</summary>
    public bool AwaitsDelivery { get; set; }

    /// <summary>The first fault that only a person can correct and that keeps the document from being made or delivered; null without one.</summary>
    public FailureException? Preventing(Outcome outcome) =>
        Faults.Find(f => f.IsTerminal && (outcome.Document is null || f != _evidenceFault));

    /// <summary>The token in an annotation, as long as a status can hold.</summary>
    public string? Annotation(string name) =>
        resource.Metadata.Annotations?.TryGetValue(name, out var value) == true && !string.IsNullOrEmpty(value) ? Texts.Cut(value, LongestToken) : null;

    public void Succeed(string condition, string reason, string message) =>
        Conditions.Set(condition, new Finding(ConditionStatus.True, reason, message));

    /// <summary>Marks a step's condition false, and remembers why for <c>Ready</c>.</summary>
    public void Fail(string condition, FailureException fault)
    {
        Conditions.Set(condition, new Finding(ConditionStatus.False, fault.Reason, fault.Message));
        Faults.Add(fault);
        _evidenceFault = condition == ConditionTypes.EvidenceCollected ? fault : _evidenceFault;
    }
}
