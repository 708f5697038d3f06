using Operator.Api;
using Operator.Core;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Leases;

namespace Operator.Reconciling;

/// <summary>The one place that turns what a step throws into what a condition says.</summary>
internal static class Faults
{
    /// <summary>The failure; null for what is not a failure of the step (cancellation, a lost lease).</summary>
    public static FailureException? Of(Exception exception) => exception switch
    {
        OperationCanceledException or LeadershipLostException => null,
        FailureException e => e,
        KubeApiException e => new FailureException(Reasons.OutputUnavailable, e.Message, isTerminal: false, e.RetryAfter, e),
        _ => new FailureException(Reasons.InternalError, $"{exception.GetType().Name}: a defect of the operator, see its log", inner: exception),
    };

    /// <summary>The failure as the runtime takes it.</summary>
    public static ReconcileResult Result(FailureException failure) =>
        ReconcileResult.Failed(new ReconcileException(failure.Reason, failure.Message, failure.IsTerminal, failure.RetryAfter, failure));
}
