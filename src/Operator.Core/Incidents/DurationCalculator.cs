using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Incidents;

/// <summary>The durations; each names its two endpoints.</summary>
internal static class DurationCalculator
{
    private static readonly Definition[] Definitions =
    [
        new(DurationName.TimeToDetect, IncidentTimestampName.StartedAt, IncidentTimestampName.DetectedAt),
        new(DurationName.TimeToAcknowledge, IncidentTimestampName.DetectedAt, IncidentTimestampName.AcknowledgedAt),
        new(DurationName.TimeToMitigate, IncidentTimestampName.StartedAt, IncidentTimestampName.MitigatedAt),
        new(DurationName.TimeToRecover, IncidentTimestampName.StartedAt, IncidentTimestampName.RecoveredAt),
        new(DurationName.TimeToResolve, IncidentTimestampName.DetectedAt, IncidentTimestampName.ResolvedAt),
        new(DurationName.Total, IncidentTimestampName.StartedAt, IncidentTimestampName.ResolvedAt),
        new(DurationName.FaultAge, IncidentTimestampName.IntroducedAt, IncidentTimestampName.DetectedAt),
    ];

    /// <summary>All of them, in the order of <see cref="DurationName"/>; the age of a fault only where it is stated when it was made.</summary>
    public static IReadOnlyList<IncidentDuration> Calculate(IReadOnlyList<IncidentTimestamp> timestamps, IncidentState state, IncidentType type) =>
    [
        .. Definitions
            .Where(d => d.Name != DurationName.FaultAge || timestamps.Any(t => t.Name == IncidentTimestampName.IntroducedAt))
            .Select(d => One(d.Name, d.From, d.To, timestamps, state, type)),
    ];

    private static IncidentDuration One(DurationName name, IncidentTimestampName from, IncidentTimestampName to, IReadOnlyList<IncidentTimestamp> timestamps, IncidentState state, IncidentType type)
    {
        var first = timestamps.FirstOrDefault(t => t.Name == from);
        var second = timestamps.FirstOrDefault(t => t.Name == to);
        var duration = new IncidentDuration { Name = name, From = from, To = to, State = FigureState.Recorded };
        if (first is null || second is null)
        {
            if (from == IncidentTimestampName.StartedAt && first is null && !type.HasStart())
            {
                return duration with { State = FigureState.NotApplicable, Message = $"with type {type} nobody was affected, and no start is needed" };
            }

            var missing = string.Join(" and ", new[] { first is null ? from.ToString() : null, second is null ? to.ToString() : null }.OfType<string>());
            return state == IncidentState.Ongoing
                ? duration with { State = FigureState.Pending, Message = $"{missing} not known yet: the incident is ongoing" }
                : duration with { State = FigureState.NotApplicable, Message = $"neither a person nor evidence tells {missing}" };
        }

        // An alert without a pending time fires in the first evaluation at which it is seen: that says nothing of when users were hit.
        if (name == DurationName.TimeToDetect && first.SampleAt is { } began && began == second.SampleAt)
        {
            return duration with
            {
                State = FigureState.NotApplicable,
                Message = "StartedAt and DetectedAt are one and the same sample of an alert that was not pending before it fired; state spec.incident.startedAt, or an entry IncidentStart in spec.timeline",
            };
        }

        var begin = StatedMoment.Of(first);
        if (name == DurationName.FaultAge && timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.StartedAt) is { } started && started.Latest < begin.Latest && started.Latest > begin.Earliest)
        {
            // A fault was there before it showed: one of some day in 2023 that showed in May is of January to May.
            begin = begin with { Latest = started.Latest };
        }

        return DurationEstimate.Between(begin, StatedMoment.Of(second)) is { } estimate
            ? duration with { Estimate = estimate }
            : duration with { State = FigureState.Invalid, Message = $"{Describe(second)} is before {Describe(first)}; correct one of them" };
    }

    private static string Describe(IncidentTimestamp timestamp) => $"{timestamp.Name} {Instants.Text(timestamp.Time)} (from {SourceText(timestamp)})";

    private static string SourceText(IncidentTimestamp timestamp) => timestamp.Source switch
    {
        TimestampSource.Spec => "spec.incident." + char.ToLowerInvariant(timestamp.Name.ToString()[0]) + timestamp.Name.ToString()[1..],
        TimestampSource.Timeline => "spec.timeline",
        TimestampSource.AlertPending => "the alert's condition becoming true",
        TimestampSource.AlertFiring => "the alert's firing samples",
        _ => "the first objective's indicator",
    };

    private sealed record Definition(DurationName Name, IncidentTimestampName From, IncidentTimestampName To);
}
