using Operator.Api;

namespace Operator.Core.Verifying;

/// <summary>When a query that verifies an action item is asked.</summary>
public static class VerificationSchedule
{
    private const int LooksPerDuration = 4;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    // A look reads 40 000 steps at most, and samples may be a second apart: it must not come too late for the oldest of them.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(10);
    private static readonly TimeSpan Watching = TimeSpan.FromHours(6);

    // The last look sees the samples of the last moment.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    /// <summary>The next time; null for never.</summary>
    /// <param name="status">What is known.</param>
    /// <param name="duration">How long the query must hold.</param>
    /// <param name="askedAt">When it was last asked; null when that is not known.</param>
    /// <param name="isForPeople">Whether only a person can make the query be answered.</param>
    public static DateTimeOffset? Next(VerificationStatus status, TimeSpan duration, DateTimeOffset? askedAt, bool isForPeople)
    {
        ArgumentNullException.ThrowIfNull(status);
        var asked = askedAt ?? status.KnownUntil ?? DateTimeOffset.MinValue;
        if (status.WatchedUntil is { } end)
        {
            var last = Instants.Add(end, Late);
            return status.KnownUntil >= end || asked >= last ? null : Instants.Min(Instants.Add(asked, Watching), last);
        }

        return Instants.Add(asked, isForPeople ? Watching : Interval(duration));
    }

    /// <summary>How often a query is asked until it has held for long enough.</summary>
    public static TimeSpan Interval(TimeSpan duration) => TimeSpan.FromTicks(Math.Clamp((duration / LooksPerDuration).Ticks, Shortest.Ticks, Longest.Ticks));
}
