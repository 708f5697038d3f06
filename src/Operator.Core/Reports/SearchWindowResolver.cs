using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>Where alerts are looked for.</summary>
public static class SearchWindowResolver
{
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    // How far to look for a beginning or an end that nobody stated.
    private static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    // How long after its creation a resource that names nothing but alerts is worth another look.
    private static readonly TimeSpan AfterCreation = TimeSpan.FromDays(7);

    /// <summary>
    /// The stated window; else an hour around the times that people state, and a day where they do not state a beginning or an
    /// end; else from 24 hours before the resource was created until a week after it. While the incident is known to go on,
    /// until now. Never after now, never longer than <see cref="IncidentWindow.Longest"/>, and without a stated window never
    /// after the end of an incident whose alerts are frozen: what the alert did later is another incident.
    /// </summary>
    /// <param name="resource">The resource; without a creation timestamp it counts as created now.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="knownEnd">When the alerts ended, if that is final.</param>
    /// <returns>A window that is not empty.</returns>
    /// <exception cref="FailureException">The stated window begins in the future or after its end.</exception>
    public static TimeRange Resolve(PostMortem resource, DateTimeOffset now, DateTimeOffset? knownEnd = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        now = Instants.ToMillisecond(now);
        if (!IsStated(resource.Spec))
        {
            var window = Bounded(AroundStatedTimes(resource, now) ?? AroundCreation(resource, now));
            return knownEnd is { } end && end > window.Start && end < window.End ? window with { End = end } : window;
        }

        var stated = resource.Spec.Detection!.SearchWindow!;
        var to = Instants.ToMillisecond(Instants.Min(stated.To ?? now, now));
        var from = Instants.ToMillisecond(stated.From ?? Instants.Add(to, -Reach));
        return from < to
            ? Bounded(new TimeRange(from, to))
            : throw FailureException.OfSpec(Reasons.InvalidSpec, $"spec.detection.searchWindow: from ({Instants.Text(from)}) must be before to and before now ({Instants.Text(to)})");
    }

    /// <summary>The window as far as the spec alone decides it: the same whenever it is asked for.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>Both ends null when the window follows from the resource's creation; the later one when it follows from the time of the look.</returns>
    public static (DateTimeOffset? From, DateTimeOffset? To) Stated(PostMortemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return IsStated(spec) ? (spec.Detection!.SearchWindow!.From, spec.Detection.SearchWindow.To) : Around(spec);
    }

    private static bool IsStated(PostMortemSpec spec) => spec.Detection?.SearchWindow is { } window && (window.From ?? window.To) is not null;

    private static TimeRange Bounded(TimeRange window) => window with { End = Instants.Min(window.End, Instants.Add(window.Start, IncidentWindow.Longest)) };

    private static bool GoesOn(PostMortem resource) =>
        resource.Spec.Incident is { Ongoing: true } || resource.Status?.Summary is { State: IncidentState.Ongoing };

    private static TimeRange AroundCreation(PostMortem resource, DateTimeOffset now)
    {
        // KubernetesClient reads creation times as UTC, whatever Kind says.
        var created = resource.Metadata?.CreationTimestamp is { } time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : now;
        var from = Instants.Min(created, now);
        return new TimeRange(Instants.Add(from, -Reach), GoesOn(resource) ? now : Instants.Min(now, Instants.Add(from, AfterCreation)));
    }

    private static TimeRange? AroundStatedTimes(PostMortem resource, DateTimeOffset now)
    {
        var (start, end) = Around(resource.Spec);
        var to = Instants.ToMillisecond(Instants.Min(Ended(resource.Spec) is null && GoesOn(resource) ? now : end ?? now, now));
        return start is { } from && from < to ? new TimeRange(from, to) : null;
    }

    private static (DateTimeOffset? From, DateTimeOffset? To) Around(PostMortemSpec spec)
    {
        var (incident, precision) = (spec.Incident, spec.Incident?.Precision ?? new IncidentPrecisionSpec());
        var start = Usable(spec, incident?.StartedAt, precision.StartedAt)
            ?? Told(spec, TimelineEntryType.IncidentStart).InOrder((a, b) => a.Earliest.CompareTo(b.Earliest)).FirstOrDefault();
        var end = End(spec);
        List<StatedMoment> times =
        [
            .. new[]
            {
                start,
                Usable(spec, incident?.DetectedAt, precision.DetectedAt),
                Usable(spec, incident?.AcknowledgedAt, precision.AcknowledgedAt),
                Usable(spec, incident?.MitigatedAt, precision.MitigatedAt),
                end,
            }.OfType<StatedMoment>(),
            .. spec.Timeline.Where(e => e.Type != TimelineEntryType.Note).Select(e => Usable(spec, e.At, e.Precision)).OfType<StatedMoment>(),
        ];
        if (times.Count == 0)
        {
            return (null, null);
        }

        var from = Instants.Add(times.Earliest(t => t.Earliest)!.Value, start is null ? -Reach : -Margin);
        var until = Instants.Add(times.Latest(t => t.Latest)!.Value, end is null ? Reach : Margin);
        return (from, end is null && incident is { Ongoing: true } ? null : until);
    }

    private static DateTimeOffset? Ended(PostMortemSpec spec) => End(spec)?.Latest;

    private static StatedMoment? End(PostMortemSpec spec) =>
        Usable(spec, spec.Incident?.ResolvedAt, spec.Incident?.Precision?.ResolvedAt ?? default)
        ?? Told(spec, TimelineEntryType.Resolved).InOrder((a, b) => b.Latest.CompareTo(a.Latest)).FirstOrDefault();

    private static IEnumerable<StatedMoment> Told(PostMortemSpec spec, TimelineEntryType type) =>
        spec.Timeline.Where(e => e.Type == type).Select(e => Usable(spec, e.At, e.Precision)).OfType<StatedMoment>();

    // Around a month or a year there is nothing to look for.
    private static StatedMoment? Usable(PostMortemSpec spec, DateTimeOffset? time, TimePrecision precision) =>
        time is { } known && precision <= TimePrecision.Day ? StatedMoment.Of(known, precision, spec.TimeZone) : null;
}
