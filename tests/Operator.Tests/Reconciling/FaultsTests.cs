using Operator.Api;
using Operator.Core;
using Operator.Reconciling;
using Operator.Runtime.Leases;

namespace Operator.Tests.Reconciling;

public sealed class FaultsTests
{
    [Fact]
    public void What_a_server_asks_to_wait_reaches_the_queue()
    {
        var failure = new FailureException(Reasons.PrometheusUnavailable, "busy", retryAfter: TimeSpan.FromSeconds(42));

        var result = Faults.Result(failure).Failure!;

        Assert.Equal(TimeSpan.FromSeconds(42), result.RetryAfter);
        Assert.Equal((Reasons.PrometheusUnavailable, false), (result.Reason, result.IsTerminal));
    }

    [Fact]
    public void A_failure_is_passed_on_as_it_is()
    {
        var failure = new FailureException(Reasons.TemplateInvalid, "line 1", isTerminal: true);

        Assert.Same(failure, Faults.Of(failure));
    }

    [Fact]
    public void A_defect_is_named_by_its_type_alone()
    {
        var fault = Faults.Of(new InvalidOperationException("the token is hunter2"))!;

        Assert.Equal(Reasons.InternalError, fault.Reason);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Giving_up_is_no_failure()
    {
        Assert.Null(Faults.Of(new OperationCanceledException()));
        Assert.Null(Faults.Of(new LeadershipLostException("default/lease", "taken")));
    }
}
