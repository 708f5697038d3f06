namespace Operator.Runtime.Queueing;

/// <summary>Back-off of <see cref="WorkQueue{TKey}.AddRateLimited"/>.</summary>
public sealed class WorkQueueOptions
{
    /// <summary>Wait after the first failure. Default 750 ms.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>Longest wait between two tries; there is no last try. Default 15 min.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Fraction by which each wait varies, so that failures do not come back in step. Default 0.1.</summary>
    public double JitterShare { get; set; } = 0.1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(BaseDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, BaseDelay);
        ArgumentOutOfRangeException.ThrowIfNegative(JitterShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(JitterShare, 1);
    }

    /// <summary>The wait before try <paramref name="failures"/> + 1, doubled each time.</summary>
    internal TimeSpan Delay(int failures, Jitter jitter)
    {
        // 2^30 times any base exceeds any sensible maximum, and the exponent must not overflow.
        var factor = Math.Pow(2, Math.Min(failures, 30));
        var delay = Math.Min(BaseDelay.TotalSeconds * factor, MaxDelay.TotalSeconds);
        return jitter.Around(TimeSpan.FromSeconds(delay), JitterShare);
    }
}
