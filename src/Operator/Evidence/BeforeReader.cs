using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Lets the server sum up the window before the incident: one request, or a second one for the counts alone when slices cost too much.</summary>
internal sealed class BeforeReader(EvidenceSession session)
{
    private const double Tolerance = 1e-6;
    private const double CertainlyAvailability = 0.9;
    private const double EnoughSecondsToJudge = 3600;

    public async Task<SloEvidence> AddAsync(SloEvidence evidence, SloQuestion question, BeforeQuery query, CancellationToken cancellationToken)
    {
        var range = question.Before;
        if (range.Seconds < 2 * Math.Max(SloQuestion.MinuteSeconds, question.SliceSeconds))
        {
            // The incident began with the window (or before it): nothing lies between them.
            var none = new BeforeIncident { Counts = query.Counts.Count > 0 ? new EventCounts(0, 0) : null, BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = 0 };
            return evidence with { Before = none };
        }

        try
        {
            var figures = await AskAsync(question, [.. Counts(query), .. Slices(query, question)], cancellationToken);
            return Judge(Answered(evidence, figures, query, question), figures, question, query);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            var failed = evidence with { Problems = [.. evidence.Problems, EvidenceFaults.Problem(e)] };
            return query.Counts.Count == 0 ? failed : await AddCountsAsync(failed, question, query, cancellationToken);
        }
    }

    private async Task<SloEvidence> AddCountsAsync(SloEvidence evidence, SloQuestion question, BeforeQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var figures = await AskAsync(question, [.. Counts(query)], cancellationToken);
            var counted = Answered(evidence, figures, query, question);
            return counted with { Before = counted.Before! with { BadSeconds = null, ErrorRatioSeconds = null, CoveredSeconds = null } };
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return evidence with { Problems = [.. evidence.Problems, EvidenceFaults.Problem(e)] };
        }
    }

    private async Task<FigureSet> AskAsync(SloQuestion question, IEnumerable<string> figures, CancellationToken cancellationToken) =>
        new(await session.InstantAsync($"{question.Field}.before", PromQL.Figures(figures), question.Before.End, cancellationToken));

    private static IEnumerable<string> Counts(BeforeQuery query) => query.Counts.Select(c => PromQL.Figure(c.Key, c.Value));

    private static IEnumerable<string> Slices(BeforeQuery query, SloQuestion question)
    {
        yield return PromQL.Figure("bad", Over("sum", query.Bad(question.SliceSeconds), question.SliceSeconds, PromQL.Duration(question.SliceSeconds)));
        yield return PromQL.Figure("ratio", Over("sum", query.Ratio, SloQuestion.MinuteSeconds, "1m"));
        yield return PromQL.Figure("covered", Over("count", query.Covered, SloQuestion.MinuteSeconds, "1m"));
        if (query.CheckRatio)
        {
            yield return PromQL.Figure("minimum", Over("min", query.Covered, SloQuestion.MinuteSeconds, "1m"));
            yield return PromQL.Figure("maximum", Over("max", query.Covered, SloQuestion.MinuteSeconds, "1m"));
        }

        string Over(string function, string slice, double seconds, string step) =>
            $"{function}_over_time(({slice})[{PromQL.Duration(question.SecondsBefore(seconds, query.LaidFromIncident))}:{step}])";
    }

    // One NaN or infinity among the samples spoils a sum; what is left of it is no figure, and least of all zero.
    private static SloEvidence Answered(SloEvidence evidence, FigureSet figures, BeforeQuery query, SloQuestion question)
    {
        var before = Answer(figures, query, question);
        return query.Counts.Keys.Any(figures.IsSpoiled)
            ? evidence with { Before = before with { Counts = null }, Problems = [.. evidence.Problems, SloProblems.NoCountsBefore(question)] }
            : evidence with { Before = before };
    }

    private static BeforeIncident Answer(FigureSet figures, BeforeQuery query, SloQuestion question)
    {
        var range = question.Before;
        var covered = Math.Min((figures["covered"] ?? 0) * SloQuestion.MinuteSeconds, range.Seconds);
        return new BeforeIncident
        {
            Counts = query.Counts.Count == 0 ? null : new EventCounts(Count("errors"), Count("total")),
            BadSeconds = figures.IsSpoiled("bad") ? null : Math.Min((figures["bad"] ?? 0) * question.SliceSeconds, range.Seconds),
            ErrorRatioSeconds = figures.IsSpoiled("ratio") ? null : Math.Min((figures["ratio"] ?? 0) * SloQuestion.MinuteSeconds, range.Seconds),
            CoveredSeconds = covered,
        };

        double Count(string name) => Math.Max(0, (figures[name] ?? 0) * query.CountFactor);
    }

    private static SloEvidence Judge(SloEvidence evidence, FigureSet figures, SloQuestion question, BeforeQuery query)
    {
        if (!query.CheckRatio)
        {
            return evidence;
        }

        if (evidence.Before is { CoveredSeconds: > EnoughSecondsToJudge and var seconds, ErrorRatioSeconds: { } sum } && sum / seconds > CertainlyAvailability)
        {
            return question.Empty(evidence.Kind) with { Problems = [.. evidence.Problems, SloProblems.Availability(question, sum / seconds)] };
        }

        foreach (var (name, wrong) in new (string, Func<double, bool>)[] { ("minimum", v => v < -Tolerance), ("maximum", v => v > 1 + Tolerance) })
        {
            // NaN all the time before is no traffic, and no wrong ratio.
            if (figures.Has(name) && !figures.IsNaN(name) && (figures[name] is not { } value || wrong(value)))
            {
                return evidence with { Before = null, Problems = [.. evidence.Problems, SloProblems.NotARatio(question, figures[name] ?? double.PositiveInfinity)] };
            }
        }

        return evidence;
    }
}
