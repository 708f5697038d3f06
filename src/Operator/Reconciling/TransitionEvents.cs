using k8s.Models;
using Operator.Runtime;
using Operator.Runtime.Events;
using Operator.Runtime.Status;
using ConditionTypes = Operator.Api.ConditionTypes;

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
        foreach (var condition in after)
        {
            var previous = before?.FirstOrDefault(c => c.Type == condition.Type);
            var isReady = condition.Type == ConditionTypes.Ready;
            if ((isReady || (previous is not null && Told.Contains(condition.Type, StringComparer.Ordinal))) && IsTransition(previous, condition))
            {
                recorder.Record(regarding, Severity(condition), condition.Reason, condition.Type, condition.Message);
            }
        }
    }

    private static bool IsTransition(V1Condition? before, V1Condition after) =>
        before is null || before.Status != after.Status || before.Reason != after.Reason;

    private static EventType Severity(V1Condition condition) => condition.Type switch
    {
        ConditionTypes.Ready or ConditionTypes.EvidenceCollected => condition.Status == ConditionStatus.True ? EventType.Normal : EventType.Warning,
        ConditionTypes.ErrorBudgetExhausted or ConditionTypes.ActionItemsOverdue => condition.Status == ConditionStatus.True ? EventType.Warning : EventType.Normal,
        _ => EventType.Normal,
    };
}
