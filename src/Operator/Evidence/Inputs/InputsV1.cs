using Operator.Api;

namespace Operator.Evidence.Inputs;

/// <summary>
/// The inputs of a whole spec as version 1 of evidence took its one digest over them: the JSON of the spec of that time, without
/// what people polish. It must stay what it is, so that files of version 1 are still recognized.
/// </summary>
internal sealed class InputsV1(PostMortemSpec spec)
{
    private static readonly TimelineEntryType[] Deciding = [TimelineEntryType.IncidentStart, TimelineEntryType.AlertFired, TimelineEntryType.Resolved];

    public string Title { get; } = "";

    public string Severity { get; } = "P0";

    public string[] Services { get; } = [];

    public string[] Authors { get; } = [];

    public string TimeZone => spec.TimeZone;

    public TimesV1? Incident => spec.Incident is { } i ? new(i.StartedAt, i.DetectedAt, i.AcknowledgedAt, i.MitigatedAt, i.ResolvedAt, i.Ongoing ? true : null) : null;

    public DetectionV1? Detection => spec.Detection is { } detection
        ? new(
            detection.Method?.ToString(),
            detection.SearchWindow is { } window ? new(window.From, window.To) : null,
            [.. detection.Alerts.Select(PartInputs.Alert)])
        : null;

    public IEnumerable<EntryV1> Timeline => spec.Timeline
        .Where(e => Deciding.Contains(e.Type))
        .OrderBy(e => e.At).ThenBy(e => e.Type)
        .Select(e => new EntryV1(e.At, e.Type.ToString(), ""));

    public SourceV1 Prometheus => new(PartInputs.Source(spec));

    public IEnumerable<SloV1> Slos => spec.Slos.Select(s => new SloV1(
        s.Name,
        s.Objective,
        s.Window,
        s.BudgetingMethod?.ToString(),
        s.TimeSlice is { } slice ? new(slice.Target, slice.Window) : null,
        new(
            s.Sli.Ratio is { } ratio ? new(ratio.Errors, ratio.Total) : null,
            s.Sli.Events is { } events ? new(events.ErrorQuery, events.TotalQuery) : null,
            s.Sli.Raw is { } raw ? new(raw.ErrorRatioQuery) : null)));

    public ImpactV1? Impact => spec.Impact is { } impact
        ? new(
            impact.AffectedUsers is { } users ? new(users.Query, users.TotalQuery) : null,
            impact.FailedRequests is { } failed ? new(failed.Query) : null)
        : null;

    public string[] ActionItems { get; } = [];

    public string Interval { get; } = "5m";

    public bool Suspend { get; }

    internal sealed record TimesV1(DateTimeOffset? StartedAt, DateTimeOffset? DetectedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? MitigatedAt, DateTimeOffset? ResolvedAt, bool? Ongoing);

    internal sealed record WindowV1(DateTimeOffset? From, DateTimeOffset? To);

    internal sealed record DetectionV1(string? Method, WindowV1? SearchWindow, IReadOnlyList<AlertInputs> Alerts);

    internal sealed record EntryV1(DateTimeOffset At, string Type, string Event);

    internal sealed record SourceV1(string Source);

    internal sealed record SliceV1(double? Target, string Window);

    internal sealed record RatioV1(string Errors, string Total);

    internal sealed record EventsV1(string ErrorQuery, string TotalQuery);

    internal sealed record RawV1(string ErrorRatioQuery);

    internal sealed record SliV1(RatioV1? Ratio, EventsV1? Events, RawV1? Raw);

    internal sealed record SloV1(string Name, double Objective, string Window, string? BudgetingMethod, SliceV1? TimeSlice, SliV1 Sli);

    internal sealed record UsersV1(string? Query, string? TotalQuery);

    internal sealed record FailedV1(string? Query);

    internal sealed record ImpactV1(UsersV1? AffectedUsers, FailedV1? FailedRequests);
}
