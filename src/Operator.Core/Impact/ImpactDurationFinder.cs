using Operator.Api;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Impact;

/// <summary>
/// How long users were affected: the phases that a person states; else, of a security incident, how long something was exposed; else the
/// time in which the first objective's indicator was below it; else the time from start to recovery. Nothing for a near miss or a false
/// alarm, unless somebody states a phase.
/// </summary>
internal static class ImpactDurationFinder
{
    public static ImpactDuration? Find(PostMortemSpec spec, IReadOnlyList<IncidentTimestamp> timestamps, IReadOnlyList<SloReport> slos, IReadOnlyList<IncidentDuration> durations)
    {
        if (spec.Impact?.Phases is { Count: > 0 } stated)
        {
            var phases = stated.Select(p => Phase(p, spec.TimeZone)).InOrder((a, b) => a.From.Position.CompareTo(b.From.Position));
            return new(ImpactDurationSource.Phases, phases, Union(phases));
        }

        if (!spec.Type.HasImpact())
        {
            return null;
        }

        if (spec.Type == IncidentType.Security)
        {
            return Exposure.Of(spec, timestamps).Length is { } exposed ? new(ImpactDurationSource.Exposure, [], exposed) : null;
        }

        if (slos is [{ SecondsBelowObjective: > 0 and var seconds }, ..])
        {
            var below = DurationFormat.ToMillisecond(seconds);
            return new(ImpactDurationSource.BelowObjective, [], new DurationEstimate(below, below, TimePrecision.Second));
        }

        return durations.FirstOrDefault(d => d.Name == DurationName.TimeToRecover)?.Estimate is { } recovery ? new(ImpactDurationSource.Recovery, [], recovery) : null;
    }

    private static ImpactPhase Phase(ImpactPhaseSpec phase, string zone)
    {
        var from = StatedMoment.Of(phase.From, phase.Precision?.From ?? TimePrecision.Second, zone);
        var to = phase.To is { } end ? StatedMoment.Of(end, phase.Precision?.To ?? TimePrecision.Second, zone) : null;
        return new(from, to, to is null ? null : DurationEstimate.Between(from, to), phase.What);
    }

    // Phases may overlap, and what lies in two of them counts once.
    private static DurationEstimate? Union(List<ImpactPhase> phases)
    {
        var (least, most, precision) = (TimeSpan.Zero, TimeSpan.Zero, TimePrecision.Second);
        var group = new List<ImpactPhase>();
        foreach (var phase in phases)
        {
            if (phase.Length is null)
            {
                return null;
            }

            if (group.Count > 0 && phase.From.Position > End(group).Position)
            {
                Add(group);
                group.Clear();
            }

            group.Add(phase);
        }

        Add(group);
        return new(least, most, precision);

        void Add(List<ImpactPhase> overlapping)
        {
            if (DurationEstimate.Between(overlapping[0].From, End(overlapping)) is { } length)
            {
                (least, most) = (least + length.Least, most + length.Most);
                precision = length.Precision > precision ? length.Precision : precision;
            }
        }
    }

    private static StatedMoment End(List<ImpactPhase> phases) => phases.Select(p => p.To!).InOrder((a, b) => b.Position.CompareTo(a.Position))[0];
}
