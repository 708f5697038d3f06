using Operator.Core.Evidence;

namespace Operator.Evidence.Counters;

/// <summary>What raw samples say of the two ends of an incident.</summary>
internal sealed record IncidentEnds
{
    /// <summary>How long each end is; 0 where no raw samples were read.</summary>
    public double Seconds { get; init; }

    /// <summary>The stretch between the ends.</summary>
    public required TimeRange Middle { get; init; }

    /// <summary>Events in both ends.</summary>
    public EventCounts Counts { get; init; }

    /// <summary>The slices of both ends.</summary>
    public IReadOnlyList<SliSlice> Slices { get; init; } = [];

    /// <summary>The chart before the incident.</summary>
    public IReadOnlyList<SliPoint> Before { get; init; } = [];

    /// <summary>The chart after the incident.</summary>
    public IReadOnlyList<SliPoint> After { get; init; } = [];

    /// <summary>How far apart samples are at most; null where none were read.</summary>
    public double? Spacing { get; init; }

    /// <summary>Labels by which series are copies of replicas.</summary>
    public IReadOnlyList<string> ReplicaLabels { get; init; } = [];

    /// <summary>No raw samples were read: everything lies between the ends.</summary>
    public static IncidentEnds None(TimeRange incident) => new() { Middle = incident };

    /// <summary>Counts both ends.</summary>
    public static IncidentEnds Of(
        SloQuestion question,
        CounterIndicator indicator,
        TimeRange middle,
        RawSamples head,
        RawSamples tail,
        double seconds)
    {
        var incident = question.Incident;
        var (first, last) = (new TimeRange(incident.Start, middle.Start), new TimeRange(middle.End, incident.End));
        var (begin, finish) = (new CounterReading(indicator, head, incident), new CounterReading(indicator, tail, incident));
        var (firstCounts, lastCounts) = (begin.In(first), finish.In(last));
        return new IncidentEnds
        {
            Seconds = seconds,
            Middle = middle,
            Counts = new EventCounts(firstCounts.Errors + lastCounts.Errors, firstCounts.Total + lastCounts.Total),
            Slices = [.. begin.Slicer.Slices(first, question.SliceSeconds), .. finish.Slicer.Slices(last, question.SliceSeconds)],
            Before = begin.Slicer.Chart(new TimeRange(question.Chart.Start, incident.Start), SloQuestion.MinuteSeconds),
            After = finish.Slicer.Chart(new TimeRange(incident.End, question.Chart.End), SloQuestion.MinuteSeconds),
            Spacing = RawSampleReader.SpacingSeconds(head.Of(indicator.Total)),
            ReplicaLabels = head.ReplicaLabels,
        };
    }
}
