using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.GarbageCollection;

internal sealed record GraphNode(string Storage, StoredObject Object);
