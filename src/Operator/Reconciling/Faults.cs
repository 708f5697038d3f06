using Operator.Api;
using Operator.Core;
using Operator.Evidence;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Leases;

namespace Operator.Reconciling;

/// <summary>The one place that turns what a step throws into what a condition says.</summary>
internal static class Faults
{
    /// <summary>The fault as the exception family of reconciles; null for what is no fault of the step (cancellation, a lost lease).</summary>
    public static ReconcileException? Of(Exception exception) => exception switch
    {
        OperationCanceledException or LeadershipLostException => null,
        ReconcileException e => e,
        EvidenceException e => new ReconcileException(e.Reason, e.Message, e.Terminal, e.RetryAfter, e),
        SpecInvalidException e => new ReconcileException(e.Reason, e.Message, isTerminal: true, inner: e),
        KubeApiException e => new ReconcileException(Reasons.OutputUnavailable, e.Message, isTerminal: false, e.RetryAfter, e),
        _ => new ReconcileException(Reasons.InternalError, $"{exception.GetType().Name}: a defect of the operator, see its log", inner: exception),
    };
}
