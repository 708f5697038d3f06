namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>A rule that cannot be read, or that has no value for the object at hand.</summary>
internal sealed class CelException(string message) : Exception(message);
