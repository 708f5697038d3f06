namespace Operator.Sandbox.ApiServer.Storage;

/// <summary>One commit as watchers see it; <see cref="Current"/> of a deletion is the last state, with the deletion's revision.</summary>
internal sealed record StoreEvent(string Storage, long Revision, StoreEventType Type, StoredObject? Previous, StoredObject? Current);
