using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Takes the slices of an incident in which counters fell by a hair to be as those beside them: what the server makes of such a fall was not counted by any process.</summary>
internal static class QueryFalls
{
    // Of more than this, those beside tell too little.
    private const double MostOfIncident = 0.2;

    // Of fewer, slices and the whole differ by chance.
    private const double EnoughErrors = 100;

    /// <summary>The stretch whose samples the answers about the incident are made of, and those that tell whether the queries give rates.</summary>
    /// <param name="question">The objective.</param>
    public static TimeRange RangeOf(SloQuestion question)
    {
        var (start, end) = (question.Incident.Start.AddSeconds(-question.LagSeconds - SlightFallReader.BeforeSeconds), question.Incident.End.AddSeconds(question.LagSeconds));
        var units = question.Incident.End.AddSeconds(-QueryUnits.AskedSeconds);
        return new TimeRange(start < units ? start : units, end < question.Now ? end : question.Now);
    }

    /// <summary>Puts the slices and the counts right, and says so; gives no figure where too much would be guessed.</summary>
    /// <param name="evidence">What was read.</param>
    /// <param name="question">The objective.</param>
    /// <param name="falls">Where counters fell.</param>
    public static SloEvidence Apply(SloEvidence evidence, SloQuestion question, SlightFalls falls)
    {
        evidence = falls.IsUnknown ? evidence with { Notes = [.. evidence.Notes, SloProblems.FallsUnknown] } : evidence;
        var isSpoiled = Spoiled(evidence, question, falls);
        var spoiled = evidence.Slices.Count(IsSpoiled);
        if (spoiled == 0)
        {
            return evidence;
        }

        if (evidence.Slices.Where(IsSpoiled).Sum(s => s.Seconds) > MostOfIncident * question.Incident.Seconds)
        {
            return question.Empty(evidence.Kind) with { Problems = [.. evidence.Problems, SloProblems.CountersFallWithin(question.Field)] };
        }

        var slices = Mended(evidence.Slices);
        return evidence with
        {
            Slices = slices,
            MinuteSlices = Mended(evidence.MinuteSlices),
            Series = [.. evidence.Series.Select(p => isSpoiled(p.At.AddSeconds(-SloQuestion.MinuteSeconds), p.At) ? new SliPoint(p.At) : p)],
            Incident = evidence.Incident is null ? null : Sum(slices),
            Notes = [.. evidence.Notes, SloProblems.FellWithin(spoiled, slices.Max(s => s.Seconds))],
        };

        bool IsSpoiled(SliSlice slice) => isSpoiled(slice.Start, slice.Start.AddSeconds(slice.Seconds));

        IReadOnlyList<SliSlice> Mended(IReadOnlyList<SliSlice> all) =>
            [.. all.Select((s, i) => IsSpoiled(s) ? Between(s, all.Take(i).LastOrDefault(IsClean), all.Skip(i + 1).FirstOrDefault(IsClean)) : s)];

        bool IsClean(SliSlice slice) => slice.HasData && !IsSpoiled(slice);
    }

    private static Func<DateTimeOffset, DateTimeOffset, bool> Spoiled(SloEvidence evidence, SloQuestion question, SlightFalls falls)
    {
        var (ahead, back) = (question.LagSeconds, (evidence.LookBackSeconds ?? 0) + question.LagSeconds);

        // Where slices look back beyond their beginning, the incident's first ones are all as a stretch at its beginning is.
        var widest = evidence.LookBackSeconds is > 0 and var look ? look + question.SliceSeconds : 0;
        var (head, isHeadSpoiled) = (question.Incident.Start.AddSeconds(widest / 2), Holds(question.Incident.Start, question.Incident.Start.AddSeconds(widest)));
        return (start, end) => Holds(start, end) || (isHeadSpoiled && start >= question.Incident.Start && end < head);

        bool Holds(DateTimeOffset start, DateTimeOffset end) => falls.Stretches.Any(f => f.Start < end.AddSeconds(ahead) && start.AddSeconds(-back) < f.End);
    }

    private static SliSlice Between(SliSlice slice, SliSlice? before, SliSlice? after)
    {
        SliSlice[] beside = [.. new[] { before, after }.OfType<SliSlice>()];
        return new SliSlice
        {
            Start = slice.Start,
            Seconds = slice.Seconds,
            HasData = beside.Length > 0,
            ErrorRatio = Mean(s => s.ErrorRatio),
            Counts = Mean(s => s.Counts?.Total / s.Seconds) is { } total ? new EventCounts(slice.Seconds * (Mean(s => s.Counts?.Errors / s.Seconds) ?? 0), slice.Seconds * total) : null,
            LeastBadSeconds = slice.Seconds * Mean(s => s.LeastBadSeconds / s.Seconds),
            MostBadSeconds = slice.Seconds * Mean(s => s.MostBadSeconds / s.Seconds),
        };

        double? Mean(Func<SliSlice, double?> value) => beside.Average(value);
    }

    /// <summary>The longest run of slices without a fall.</summary>
    /// <param name="evidence">What was read.</param>
    /// <param name="question">The objective.</param>
    /// <param name="falls">Where counters fell.</param>
    public static IReadOnlyList<SliSlice> LongestClean(SloEvidence evidence, SloQuestion question, SlightFalls falls)
    {
        var isSpoiled = Spoiled(evidence, question, falls);
        var (longest, run) = (0..0, 0);
        for (var i = 0; i < evidence.Slices.Count; i++)
        {
            var slice = evidence.Slices[i];
            run = slice.HasData && !isSpoiled(slice.Start, slice.Start.AddSeconds(slice.Seconds)) ? run + 1 : 0;
            longest = run > longest.End.Value - longest.Start.Value ? (i + 1 - run)..(i + 1) : longest;
        }

        return [.. evidence.Slices.Take(longest)];
    }

    /// <summary>Counts of slices, by what others were counted as at once.</summary>
    /// <param name="counts">The counts of all slices.</param>
    /// <param name="sliced">Those of some slices.</param>
    /// <param name="whole">The same, counted at once.</param>
    public static EventCounts Scaled(EventCounts counts, EventCounts sliced, EventCounts whole)
    {
        var total = Factor(sliced.Total, whole.Total) ?? 1;
        return new EventCounts(counts.Errors * (sliced.Errors >= EnoughErrors ? Factor(sliced.Errors, whole.Errors) ?? total : total), counts.Total * total);

        static double? Factor(double sliced, double whole) => sliced > 0 && whole > 0 ? whole / sliced : null;
    }

    /// <summary>The counts of slices.</summary>
    /// <param name="slices">The slices.</param>
    public static EventCounts Sum(IReadOnlyList<SliSlice> slices) => new(slices.Sum(s => s.Counts?.Errors ?? 0), slices.Sum(s => s.Counts?.Total ?? 0));
}
