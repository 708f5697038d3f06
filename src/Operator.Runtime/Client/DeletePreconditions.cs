namespace Operator.Runtime.Client;

/// <summary>What must hold for a delete to happen.</summary>
/// <param name="Uid">The object's unique ID, so that a namesake created later is spared.</param>
/// <param name="ResourceVersion">The object's version, so that a change in between refuses the delete.</param>
public sealed record DeletePreconditions(string? Uid = null, string? ResourceVersion = null);
