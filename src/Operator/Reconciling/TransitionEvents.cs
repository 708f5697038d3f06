using k8s.Models;
using Operator.Api;
using Operator.Core;
using Operator.Core.Statuses;
using Operator.Runtime;
using Operator.Runtime.Conditions;
using Operator.Runtime.Events;

namespace Operator.Reconciling;

/// <summary>Tells transitions of conditions as Kubernetes events: what people want to be told of, once.</summary>
internal sealed class TransitionEvents(EventRecorder recorder)
{
    // What a new resource begins with is told by Ready alone.
    private static readonly string[] Told =
    [
        ConditionTypes.EvidenceCollected,
        ConditionTypes.Resolved,
        ConditionTypes.ErrorBudgetExhausted,
        ConditionTypes.Reviewed,
        ConditionTypes.ActionItemsComplete,
        ConditionTypes.ActionItemsOverdue,
    ];

    public void Record(ObjectKey key, string uid, IReadOnlyList<V1Condition>? before, IReadOnlyList<V1Condition> after)
    {
        var regarding = new ObjectReference(PostMortemReconciler.PostMortems, key, uid);
        foreach (var condition in Find(before, after))
        {
            recorder.Record(regarding, Severity(condition), condition.Reason, condition.Type, condition.Message);
        }
    }

    /// <summary>Tells what has changed about action items.</summary>
    public void Record(ObjectKey key, string uid, IEnumerable<ActionItemChange> changes)
    {
        var regarding = new ObjectReference(PostMortemReconciler.PostMortems, key, uid);
        foreach (var change in changes)
        {
            var severity = change.Reason is Reasons.Regressed or Reasons.Overdue ? EventType.Warning : EventType.Normal;
            recorder.Record(regarding, severity, change.Reason, ConditionTypes.OfActionItem(change.Id), change.Message);
        }
    }

    /// <summary>Says that a resource is left alone, where its conditions cannot.</summary>
    public void RecordHold(ObjectKey key, string uid, FailureException fault) =>
        recorder.Record(new ObjectReference(PostMortemReconciler.PostMortems, key, uid), EventType.Warning, fault.Reason, "Hold", fault.Message);

    /// <summary>Says what a resource that goes leaves behind although it should not.</summary>
    public void RecordRelease(ObjectKey key, string uid, FailureException fault) =>
        recorder.Record(new ObjectReference(PostMortemReconciler.PostMortems, key, uid), EventType.Warning, fault.Reason, "Release", fault.Message);

    /// <summary>Says that a bot closed an action item's issue.</summary>
    public void RecordBot(ObjectKey key, string uid, string item, string message) =>
        recorder.Record(new ObjectReference(PostMortemReconciler.PostMortems, key, uid), EventType.Normal, Reasons.IssueClosedByBot, ConditionTypes.OfActionItem(item), message);

    /// <summary>The conditions whose transition is worth an event. A step that failed is told by Ready, in the same words, once.</summary>
    public static IReadOnlyList<V1Condition> Find(IReadOnlyList<V1Condition>? before, IReadOnlyList<V1Condition> after) =>
    [
        .. after
            .Where(c => IsTold(c, before?.FirstOrDefault(b => b.Type == c.Type)))
            .DistinctBy(c => (c.Reason, c.Message)),
    ];

    private static bool IsTold(V1Condition condition, V1Condition? before) =>
        (condition.Type is ConditionTypes.Ready || (before is not null && Told.Contains(condition.Type, StringComparer.Ordinal))) && IsTransition(before, condition);

    private static bool IsTransition(V1Condition? before, V1Condition after) =>
        before is null || before.Status != after.Status || before.Reason != after.Reason;

    public static EventType Severity(V1Condition condition) => condition.Type switch
    {
        // Usual for some seconds.
        ConditionTypes.Ready when condition.Reason == Reasons.UpdatePending => EventType.Normal,
        ConditionTypes.Ready or ConditionTypes.EvidenceCollected => condition.Status == ConditionStatus.True ? EventType.Normal : EventType.Warning,
        ConditionTypes.ErrorBudgetExhausted or ConditionTypes.ActionItemsOverdue => condition.Status == ConditionStatus.True ? EventType.Warning : EventType.Normal,
        _ => EventType.Normal,
    };
}
