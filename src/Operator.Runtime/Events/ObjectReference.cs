using Operator.Runtime.Client;

namespace Operator.Runtime.Events;

/// <summary>The object that an event is about.</summary>
/// <param name="Type">Its resource.</param>
/// <param name="Key">Its namespace and name.</param>
/// <param name="Uid">Its unique ID; without it <c>kubectl describe</c> does not show the event.</param>
public sealed record ObjectReference(ResourceType Type, ObjectKey Key, string Uid);
