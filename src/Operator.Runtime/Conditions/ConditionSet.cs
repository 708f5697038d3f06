using k8s.Models;

namespace Operator.Runtime.Conditions;

/// <summary>
/// The conditions of one object during one reconcile. A condition's transition time changes only with its status, to the
/// second, so that a reconcile which finds nothing new yields the same bytes.
/// </summary>
public sealed class ConditionSet
{
    // The API's own limit for a condition's message.
    private const int MaxMessageLength = 32768;

    private static readonly string[] First = [KstatusConditions.Stalled, KstatusConditions.Reconciling, KstatusConditions.Ready];

    private readonly Dictionary<string, V1Condition> _conditions = new(StringComparer.Ordinal);
    private readonly long _generation;
    private readonly TimeProvider _time;

    /// <summary>Starts from the conditions that the object has.</summary>
    /// <param name="existing">The object's conditions, or null; they are copied.</param>
    /// <param name="generation">The generation that is being reconciled.</param>
    /// <param name="time">Clock of transitions.</param>
    public ConditionSet(IEnumerable<V1Condition>? existing, long generation, TimeProvider time)
    {
        _generation = generation;
        _time = time;
        foreach (var condition in existing ?? [])
        {
            _conditions[condition.Type] = Copy(condition);
        }
    }

    /// <summary>The condition of a type, or null.</summary>
    public V1Condition? Find(string type) => _conditions.GetValueOrDefault(type);

    /// <summary>Whether the condition is present and true.</summary>
    public bool IsTrue(string type) => Find(type)?.Status == ConditionStatus.True;

    /// <summary>Sets a condition at the reconciled generation.</summary>
    /// <param name="type">Type, unique in the set.</param>
    /// <param name="status">One of <see cref="ConditionStatus"/>.</param>
    /// <param name="reason">Reason in PascalCase.</param>
    /// <param name="message">For people; longer than 32 768 characters is cut, and what a terminal would obey is shown escaped.</param>
    public void Set(string type, string status, string reason, string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var previous = Find(type);
        message = VisibleText.Of(message);
        _conditions[type] = new V1Condition
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = message.Length > MaxMessageLength ? string.Concat(message.AsSpan(0, MaxMessageLength - 1), "…") : message,
            ObservedGeneration = _generation,
            LastTransitionTime = previous?.Status == status ? previous.LastTransitionTime : Now(),
        };
    }

    /// <summary>Removes a condition; false when it was not there.</summary>
    public bool Remove(string type) => _conditions.Remove(type);

    /// <summary>Removes every condition whose type is asked for, such as those of things that are no more.</summary>
    public void RemoveWhere(Func<string, bool> type)
    {
        foreach (var gone in _conditions.Keys.Where(type).ToArray())
        {
            _conditions.Remove(gone);
        }
    }

    /// <summary>The object is as its spec asks: Ready, neither Reconciling nor Stalled.</summary>
    public void MarkReady(string reason, string message)
    {
        Remove(KstatusConditions.Reconciling);
        Remove(KstatusConditions.Stalled);
        Set(KstatusConditions.Ready, ConditionStatus.True, reason, message);
    }

    /// <summary>Something failed that time can fix: Reconciling with ProgressingWithRetry, and Ready says what failed.</summary>
    public void MarkRetrying(string reason, string message)
    {
        Remove(KstatusConditions.Stalled);
        Set(KstatusConditions.Reconciling, ConditionStatus.True, KstatusConditions.ProgressingWithRetry, message);
        Set(KstatusConditions.Ready, ConditionStatus.False, reason, message);
    }

    /// <summary>Only a change of the object helps: Stalled, not Ready, not Reconciling.</summary>
    public void MarkStalled(string reason, string message)
    {
        Remove(KstatusConditions.Reconciling);
        Set(KstatusConditions.Stalled, ConditionStatus.True, reason, message);
        Set(KstatusConditions.Ready, ConditionStatus.False, reason, message);
    }

    /// <summary>The conditions in a fixed order: Stalled, Reconciling, Ready, then the others by type.</summary>
    public List<V1Condition> ToList() =>
        [.. First.Where(_conditions.ContainsKey)
            .Concat(_conditions.Keys.Except(First, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            .Select(type => Copy(_conditions[type]))];

    private static V1Condition Copy(V1Condition condition) => new()
    {
        Type = condition.Type,
        Status = condition.Status,
        Reason = condition.Reason,
        Message = condition.Message,
        ObservedGeneration = condition.ObservedGeneration,
        LastTransitionTime = condition.LastTransitionTime,
    };

    private DateTime Now()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }
}
