using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;

namespace Operator.Core.Statuses;

/// <summary>Whether figures have changed since a status was written. What follows from them or explains them does not count.</summary>
public static class FigureChanges
{
    /// <summary>When a figure last changed after somebody had approved.</summary>
    /// <param name="previous">The status as it was.</param>
    /// <param name="current">The figures as they are.</param>
    /// <param name="isApproved">Whether somebody had approved.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null when none has.</returns>
    public static DateTimeOffset? AfterApproval(PostMortemStatus previous, PostMortemStatus current, bool isApproved, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(current);
        return isApproved && previous.Durations is not null && Figures(previous) != Figures(current) ? Second(now) : previous.Document?.FiguresChangedAt;
    }

    /// <summary>Whether two statuses have different figures.</summary>
    public static bool Differ(PostMortemStatus one, PostMortemStatus other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Figures(one) != Figures(other);
    }

    /// <summary>Approvals after figures have changed: those of a review of the former figures are older than them, whatever clocks say.</summary>
    /// <param name="approvals">The approvals.</param>
    /// <param name="before">When figures had changed by the status as it was.</param>
    /// <param name="now">When they have changed by now.</param>
    public static IReadOnlyList<ApprovalStatus>? Mark(IReadOnlyList<ApprovalStatus>? approvals, DateTimeOffset? before, DateTimeOffset? now) =>
        now == before || now is null ? approvals : approvals?.Select(a => a.OlderThanFigures == false ? a with { OlderThanFigures = true } : a).ToList();

    // Commits and reviews tell their time in seconds: one of the same second is not older.
    private static DateTimeOffset Second(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    // As an API server keeps them: times to the millisecond.
    private static string Figures(PostMortemStatus status) => JsonSerializer.Serialize(
        new PostMortemStatus
        {
            Timestamps = [.. (status.Timestamps ?? []).Select(t => t with { Source = default })],
            Durations = [.. (status.Durations ?? []).Select(d => d with { Message = null })],
            Slos = [.. (status.Slos ?? []).Select(s => s with { Resolution = null, Completeness = null, OtherMethods = null, Message = null })],
            Impact = status.Impact is { } impact ? impact with { Message = null } : null,
        },
        PostMortemJsonContext.Default.PostMortemStatus);
}
