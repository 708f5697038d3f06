using Operator.Api;
using Operator.Core;
using Polly;
using Polly.Retry;

namespace Operator.Prometheus;

/// <summary>Two more attempts when a source is briefly away or asks to wait a moment. Longer outages are the caller's business.</summary>
internal static class PrometheusRetries
{
    /// <summary>Attempts after the first.</summary>
    public const int Attempts = 2;

    /// <summary>A server that wants to be left alone for longer is not asked again here.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public static ResiliencePipeline Create(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Attempts,
            Delay = TimeSpan.FromMilliseconds(300),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = new PredicateBuilder().Handle<FailureException>(IsBrief),
            DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as FailureException)?.RetryAfter),
        })
        .Build();

    private static bool IsBrief(FailureException e) =>
        e is { IsTerminal: false, Reason: Reasons.PrometheusUnavailable or Reasons.PrometheusThrottled }
        && (e.RetryAfter is not { } wait || wait <= LongestWait);
}
