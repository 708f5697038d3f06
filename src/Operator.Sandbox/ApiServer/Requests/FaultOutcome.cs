namespace Operator.Sandbox.ApiServer.Requests;

/// <summary>What the fault hook did to a request.</summary>
public enum FaultOutcome
{
    /// <summary>Nothing: the request is served.</summary>
    Continue,

    /// <summary>The hook has answered, or cut the connection, itself.</summary>
    Handled,

    /// <summary>The request is served with all its effects, but the connection is cut in place of the answer.</summary>
    LoseAnswer,
}
