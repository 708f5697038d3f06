namespace Operator.Runtime.Diagnostics;

/// <summary>How one reconcile ended.</summary>
internal enum ReconcileOutcome
{
    Success,
    RequeueAfter,
    Error,
    TerminalError,
    Panic,
    Timeout,
}
