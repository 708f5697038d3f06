namespace Operator.Runtime.Queueing;

/// <summary>A key handed to a worker, who must call <see cref="WorkQueue{TKey}.Done"/> with it.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Priority">The greatest priority with which it was added since it was last handed out.</param>
public readonly record struct QueueItem<TKey>(TKey Key, int Priority);
