using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Reports;

/// <summary>Where alerts are looked for.</summary>
public static class SearchWindowResolver
{
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    // How far to look for a beginning or an end that nobody stated.
    private static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    /// <summary>
    /// The stated window; else an hour around the times that people state, and a day where they do not state a beginning or an
    /// end; else from 24 hours before the resource was created until now. Never after now, and without a stated window never
    /// after the end of an incident whose evidence is frozen: what the alert did later is another incident.
    /// </summary>
    /// <param name="resource">The resource; without a creation timestamp it counts as created now.</param>
    /// <param name="now">The evaluation time.</param>
    /// <returns>A window that is not empty.</returns>
    /// <exception cref="SpecInvalidException">The stated window begins in the future or after its end.</exception>
    public static TimeRange Resolve(PostMortem resource, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(resource);
        now = Instants.ToMillisecond(now);
        var stated = resource.Spec.Detection?.SearchWindow;
        if (stated?.From is null && stated?.To is null)
        {
            return UntilKnownEnd(AroundStatedTimes(resource.Spec, now) ?? BeforeCreation(resource, now), resource.Status);
        }

        var to = Instants.ToMillisecond(Instants.Min(stated.To ?? now, now));
        var from = Instants.ToMillisecond(stated.From ?? Instants.Add(to, -Reach));
        return from < to
            ? new TimeRange(from, to)
            : throw new SpecInvalidException(
                Reasons.InvalidSpec,
                "spec.detection.searchWindow",
                $"spec.detection.searchWindow: from ({Instants.Text(from)}) must be before to and before now ({Instants.Text(to)})");
    }

    private static TimeRange UntilKnownEnd(TimeRange window, PostMortemStatus? status)
    {
        if (status?.Evidence is not { State: EvidenceState.Frozen })
        {
            return window;
        }

        var end = status.Timestamps?.FirstOrDefault(t => t is { Name: IncidentTimestampName.ResolvedAt, Source: TimestampSource.AlertFiring })?.Time;
        return end is { } known && known > window.Start && known < window.End ? window with { End = known } : window;
    }

    private static TimeRange BeforeCreation(PostMortem resource, DateTimeOffset now)
    {
        // KubernetesClient reads creation times as UTC, whatever Kind says.
        var created = resource.Metadata?.CreationTimestamp is { } time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : now;
        return new TimeRange(Instants.Add(Instants.Min(created, now), -Reach), now);
    }

    private static TimeRange? AroundStatedTimes(PostMortemSpec spec, DateTimeOffset now)
    {
        var start = spec.Incident?.StartedAt ?? spec.Timeline.Where(e => e.Type == TimelineEntryType.IncidentStart).Select(e => (DateTimeOffset?)e.At).Min();
        var end = spec.Incident?.ResolvedAt ?? spec.Timeline.Where(e => e.Type == TimelineEntryType.Resolved).Select(e => (DateTimeOffset?)e.At).Max();
        List<DateTimeOffset> times = [.. new[] { start, spec.Incident?.DetectedAt, spec.Incident?.AcknowledgedAt, spec.Incident?.MitigatedAt, end }
            .OfType<DateTimeOffset>()
            .Concat(spec.Timeline.Where(e => e.Type != TimelineEntryType.Note).Select(e => e.At))];
        if (times.Count == 0)
        {
            return null;
        }

        var from = Instants.ToMillisecond(Instants.Add(times.Min(), start is null ? -Reach : -Margin));
        var to = Instants.ToMillisecond(Instants.Min(Instants.Add(times.Max(), end is null ? Reach : Margin), now));
        return from < to ? new TimeRange(from, to) : null;
    }
}
