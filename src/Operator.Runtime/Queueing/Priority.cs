namespace Operator.Runtime.Queueing;

/// <summary>Priorities of queued keys: the greater number goes first. Any integer is allowed; these are the two that the runtime uses.</summary>
public static class Priority
{
    /// <summary>Somebody changed something, or a retry of that. 0.</summary>
    public const int Change = 0;

    /// <summary>The initial list, resyncs and periodic looks, which may wait behind people. -100.</summary>
    public const int Background = -100;
}
