namespace Operator.Core.Verifying;

/// <summary>How a query is judged.</summary>
/// <param name="For">How long it must hold, or fail, without a break.</param>
/// <param name="IntervalSeconds">How far apart samples are.</param>
public readonly record struct VerificationTerms(TimeSpan For, double IntervalSeconds)
{
    /// <summary>How long the query of a verified action item is watched.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromDays(90);

    // As for alerts: a restart of the server is shorter.
    private static readonly TimeSpan Restart = TimeSpan.FromMinutes(5);
    private const int MissedSamples = 4;
    private const int PartOfDuration = 4;

    /// <summary>When the last sample is older, nothing is known of the present.</summary>
    public TimeSpan Recent => TimeSpan.FromSeconds(Math.Max(Restart.TotalSeconds, MissedSamples * IntervalSeconds));

    /// <summary>
    /// A time without samples that is not longer breaks nothing, if the query says the same before and after it: a restart of the server, but
    /// never most of the duration.
    /// </summary>
    public TimeSpan Bridged => TimeSpan.FromSeconds(Math.Min(Recent.TotalSeconds, Math.Max(For.TotalSeconds / PartOfDuration, 2 * IntervalSeconds)));
}
