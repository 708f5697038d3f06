namespace Operator.Sandbox.ApiServer.Storage;

/// <summary>What garbage collection reads of one <c>metadata.ownerReferences</c> entry.</summary>
internal sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool BlockOwnerDeletion);
