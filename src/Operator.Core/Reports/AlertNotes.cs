using System.Globalization;
using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>What must be known about the times of an alert, beside the times.</summary>
internal static class AlertNotes
{
    private const int MostRanges = 3;

    /// <summary>The notes in one text; null without any.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="time">How a moment is shown.</param>
    public static string? Of(AlertEpisode alert, Func<DateTimeOffset, string> time)
    {
        IEnumerable<string?> notes =
        [
            alert is { ResolvedAt: not null, UncertaintySeconds: { } seconds } ? $"may have cleared up to {Duration(Math.Max(1, seconds))} earlier or later" : null,
            alert.LastSeenFiringAt is { } seen ? $"last seen firing at {time(seen)}, end not known" : null,
            alert.Merged > 1 ? $"{alert.Merged.ToString("N0", CultureInfo.InvariantCulture)} recorded stretches" : null,
            alert.StartUnknown ? "active before the search window" : null,
            alert is { FiringAt: null, StartUnknown: false } ? "never fired" : null,
            alert.OffsetSeconds > 0 || alert.EndOffsetSeconds > 0 ? $"query offset {Duration(alert.OffsetSeconds)}{(alert.EndOffsetSeconds == alert.OffsetSeconds ? "" : $", {Duration(alert.EndOffsetSeconds)} at the end")}: the condition is told by the time of the samples, firing and end by the clock" : null,
            KeepFiring(alert),
            alert.RecoveringUntil is { } until ? $"recovering until {time(until)}" : null,
            Unseen("no data", alert.NoData, time),
            Unseen("evaluation failed", alert.Failed, time),
            .. alert.MergedLabels.Select(Merged),
        ];
        return string.Join("; ", notes.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    private static string? KeepFiring(AlertEpisode alert) => alert switch
    {
        { KeepFiringMoreSeconds: > 0 } => $"rules of this name differ in keep_firing_for ({Duration(alert.KeepFiringSeconds)} to {Duration(alert.KeepFiringSeconds + alert.KeepFiringMoreSeconds)}), and which of them it was is not known: the shortest was taken off the end",
        { KeepFiringUnfitSeconds: > 0 } => $"its rule has keep_firing_for {Duration(alert.KeepFiringUnfitSeconds)} now, but it did not fire that long: nothing was taken off the end, which may be too late by what the rule had then",
        { KeepFiringSeconds: > 0, ResolvedAt: not null } => $"keep_firing_for {Duration(alert.KeepFiringSeconds)} taken off the end",
        { KeepFiringSeconds: > 0, Firing: true } => $"keep_firing_for {Duration(alert.KeepFiringSeconds)}: its condition may be over for that long already",
        _ => null,
    };

    private static string? Unseen(string what, IReadOnlyList<TimeRange> ranges, Func<DateTimeOffset, string> time) => ranges.Count == 0
        ? null
        : $"{what} {string.Join(", ", ranges.Take(MostRanges).Select(r => $"{time(r.Start)} to {time(r.End)}"))}{(ranges.Count > MostRanges ? $" and {ranges.Count - MostRanges} times more" : "")}";

    private static string Merged(MergedLabel label) => label.Changing
        ? $"label {label.Name} changed at each evaluation, {label.Values.ToString("N0", CultureInfo.InvariantCulture)} values"
        : $"{label.Values.ToString("N0", CultureInfo.InvariantCulture)} replicas ({label.Name})";

    private static string Duration(double seconds) => DurationFormat.Format(DurationFormat.ToMillisecond(seconds));
}
