using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Takes the slices of an incident in which counters fell by a hair to be as those beside them: what the server makes of such a fall was not counted by any process.</summary>
internal static class QueryFalls
{
    // Of more than this, those beside tell too little.
    private const double MostOfIncident = 0.2;

    /// <summary>The stretch whose samples the answers about the incident are made of.</summary>
    /// <param name="question">The objective.</param>
    /// <param name="survey">What is known of its series.</param>
    public static TimeRange RangeOf(SloQuestion question, SourceSurvey survey)
    {
        var before = question.LagSeconds + (RateSlices.IsTooFine(survey, question.SliceSeconds) ? 2 * RateSlices.WideFor(survey) : 0) + (survey.IntervalSeconds ?? SloQuestion.MinuteSeconds);
        var end = question.Incident.End.AddSeconds(question.LagSeconds);
        return new TimeRange(question.Incident.Start.AddSeconds(-before), end < question.Now ? end : question.Now);
    }

    /// <summary>Puts the slices and the counts right, and says so; gives no figure where too much would be guessed.</summary>
    /// <param name="evidence">What was read.</param>
    /// <param name="question">The objective.</param>
    /// <param name="falls">Where counters fell.</param>
    /// <param name="survey">How the server counts.</param>
    public static SloEvidence Apply(SloEvidence evidence, SloQuestion question, SlightFalls falls, SourceSurvey survey)
    {
        if (falls.Stretches.Count == 0)
        {
            return falls.IsUnknown ? evidence with { Notes = [.. evidence.Notes, SloProblems.FallsUnknown] } : evidence;
        }

        var back = (evidence.LookBackSeconds ?? 0) + question.LagSeconds;
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
            Series = [.. evidence.Series.Select(p => Touches(p.At.AddSeconds(-SloQuestion.MinuteSeconds), p.At) ? new SliPoint(p.At) : p)],
            Incident = evidence.Incident is not { } counted ? null : survey.CountsFirstValues ? Scaled(counted, Sum(evidence.Slices), Sum(slices)) : Sum(slices),
            Notes = [.. evidence.Notes, SloProblems.FellWithin(spoiled, slices.Max(s => s.Seconds))],
        };

        bool IsSpoiled(SliSlice slice) => Touches(slice.Start, slice.Start.AddSeconds(slice.Seconds));

        bool Touches(DateTimeOffset start, DateTimeOffset end) => falls.Stretches.Any(f => f.Start < end.AddSeconds(question.LagSeconds) && start.AddSeconds(-back) < f.End);

        IReadOnlyList<SliSlice> Mended(IReadOnlyList<SliSlice> all) =>
            [.. all.Select((s, i) => IsSpoiled(s) ? Between(s, all.Take(i).LastOrDefault(IsClean), all.Skip(i + 1).FirstOrDefault(IsClean)) : s)];

        bool IsClean(SliSlice slice) => slice.HasData && !IsSpoiled(slice);
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

    // This server's rates begin at the sample before the range, so that short slices have too much; what a fall adds to a slice, it adds to the whole.
    private static EventCounts Scaled(EventCounts counted, EventCounts read, EventCounts mended) =>
        new(counted.Errors * (read.Errors > 0 ? mended.Errors / read.Errors : 1), counted.Total * (read.Total > 0 ? mended.Total / read.Total : 1));

    private static EventCounts Sum(IReadOnlyList<SliSlice> slices) => new(slices.Sum(s => s.Counts?.Errors ?? 0), slices.Sum(s => s.Counts?.Total ?? 0));
}
