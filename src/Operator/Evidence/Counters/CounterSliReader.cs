using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>Reads an indicator of counters: raw samples over the incident where they are few enough, sums by the server before it.</summary>
internal sealed class CounterSliReader(EvidenceSession session, CounterIndicator indicator)
{
    // A scrape before the incident must be in hand, whatever the interval.
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    private const double MostErrors = 1.01;
    private const double AllErrors = 0.99;
    // A process counts from its start to its first scrape.
    private const double MostFirstIntervals = 4;
    private const double LeastFirstSeconds = 60;
    private const double MostFirstSeconds = 300;
    private const double MostChange = 1.5;

    public async Task<SloEvidence> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        var surveyed = question.SurveyRange(session.Known(question.SumsKey));
        var operands = new OperandChanges(indicator.Errors.IsDifference ? indicator.Errors.Selectors : [], surveyed);
        var falls = new EarlierFalls([.. indicator.Errors.Selectors.Concat(indicator.Total.Selectors).Distinct(StringComparer.Ordinal)], surveyed, question.Chart.Start - Lookback);
        var survey = await new SurveyReader(session).ReadAsync(
            question.Field,
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [IndicatorSums.Errors] = indicator.Errors.Selectors, [IndicatorSums.Total] = indicator.Total.Selectors },
            surveyed,
            cancellationToken,
            [.. operands.Figures(), .. falls.Figures()]);
        var (evidence, spacing, replicaLabels) = await IncidentAsync(question, survey, falls.Start(survey.Figures), cancellationToken);

        // Without an answer for the incident, what came before it decides nothing.
        if (evidence.Incident is not { } counts)
        {
            return evidence;
        }

        // Scrapes may have been further apart than they are now, and those of a few series are.
        spacing = new[] { survey.IntervalSeconds, survey.SparseIntervalSeconds }.Max() is { } interval && interval > spacing * MostChange ? interval - 0.001 : spacing;

        // More at once than the traffic of some scrapes is not a first value but a counter that was out of sight, or has another label now.
        var mostFirst = RoundedUp(counts.Total / question.Incident.Seconds * Math.Clamp(MostFirstIntervals * spacing, LeastFirstSeconds, MostFirstSeconds));
        var sums = new CounterSums(indicator, survey, replicaLabels).Create(spacing, question.SliceSeconds, mostFirst);

        // A sum over the whole window has both operands, however short one of them was there; steps tell where it was not.
        var missing = operands.Missing(survey.Figures);
        evidence = await new BeforeReader(session).AddAsync(evidence, question, indicator.HasCounts && missing is null ? sums : sums with { Counts = null }, cancellationToken);
        if (surveyed == question.Window && IsAllErrors(counts) && SawNothingElse(evidence.Before) && NeverSubtracted(survey) is { } unseen)
        {
            return question.Empty(indicator.Kind) with { Problems = [SloProblems.NothingSubtracted(question, indicator.ErrorsField, unseen)] };
        }

        var nothing = counts is { Errors: <= 0, Total: > 0 } ? SloProblems.MatchedNothing(question, survey, evidence.Before) : null;
        return WithoutCounts(evidence with
        {
            Notes =
            [
                .. evidence.Notes,
                .. missing is not null ? [SloProblems.OperandMissing(missing)] : operands.Replaced(survey.Figures) is { } replaced ? [SloProblems.OperandReplaced(replaced)] : Array.Empty<string>(),
                .. nothing is not null ? [nothing] : Array.Empty<string>(),
                .. SliceNotes.FewErrors(question, survey, counts) is { } few ? [few] : Array.Empty<string>(),
            ],
        });
    }

    // A selector of good events that never matched any series, if none of them did.
    private string? NeverSubtracted(SourceSurvey survey)
    {
        string[] good = [.. indicator.Errors.Terms.Where(t => t.Factor < 0).Select(t => t.Selector)];
        return good.Except(survey.UnseenOf(IndicatorSums.Errors), StringComparer.Ordinal).Any() ? null : good.FirstOrDefault();
    }

    private static bool IsAllErrors(EventCounts counts) => counts.Total > 0 && counts.Errors >= AllErrors * counts.Total;

    // Series are looked for at some places of the window alone: good events of one that lived between two of them are in what was counted.
    private static bool SawNothingElse(BeforeIncident? before) =>
        !(before?.Counts is { Total: > 0 } counts && !IsAllErrors(counts)) && !(before is { ErrorRatioSeconds: { } errors, CoveredSeconds: > 0 and var covered } && errors < AllErrors * covered);

    // A raw ratio has no counts, whatever it is made of.
    private SloEvidence WithoutCounts(SloEvidence evidence) => indicator.HasCounts ? evidence : evidence with
    {
        CountSource = null,
        Incident = null,
        Series = [.. evidence.Series.Select(p => new SliPoint(p.At, p.Value))],
        Slices = [.. evidence.Slices.Select(s => s with { Counts = null })],
        MinuteSlices = [.. evidence.MinuteSlices.Select(s => s with { Counts = null })],
    };

    // To one digit: a bound need not change with each event.
    private static double RoundedUp(double number)
    {
        var scale = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, number))));
        return Math.Ceiling(number / scale) * scale;
    }

    private async Task<(SloEvidence Evidence, double Spacing, IReadOnlyList<string> ReplicaLabels)> IncidentAsync(SloQuestion question, SourceSurvey survey, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var raw = new RawSampleReader(session);
        var range = new TimeRange(start, question.Chart.End);
        var summed = new SummedIncidentReader(session, raw);
        if (raw.WhyTooMany(survey, range) is { } tooMany)
        {
            return await summed.ReadAsync(question, indicator, survey, start, tooMany, cancellationToken);
        }

        try
        {
            var samples = await raw.ReadAsync(question, indicator, range, cancellationToken);
            return (Measure(question, samples), RawSampleReader.SpacingSeconds(samples.Of(indicator.Total)), samples.ReplicaLabels);
        }
        catch (FailureException e) when (e.Reason is Reasons.ResponseTooLarge or Reasons.QueryTooExpensive or Reasons.CollectionLimited)
        {
            return await summed.ReadAsync(question, indicator, survey, start, e.Message, cancellationToken);
        }
    }

    private SloEvidence Measure(SloQuestion question, RawSamples samples)
    {
        var evidence = question.Empty(indicator.Kind);
        var read = new CounterReading(indicator, samples, question.Incident);
        var counts = read.In(question.Incident);
        if (!read.HasTotal || read.Scrapes.IntervalSeconds is not { } interval || read.Scrapes.CoveredSeconds(question.Incident) <= 0)
        {
            return evidence with { Problems = [SloProblems.NoEvents(question, indicator)] };
        }

        if (counts.Total > 0 && read.LacksErrors && (indicator.Kind == SliKind.Raw || !indicator.Errors.MayBeAbsent))
        {
            return evidence with { Problems = [SloProblems.NoErrors(question, indicator)] };
        }

        if (counts.Errors > (counts.Total * MostErrors) + 1)
        {
            return evidence with { Problems = [SloProblems.MoreErrorsThanEvents(question)] };
        }

        IReadOnlyList<SampleGap> gaps = [.. read.Scrapes.Gaps.Where(g => g.End > question.Incident.Start && g.Start < question.Incident.End)];
        return Sliced(question, read, interval, Math.Max(interval, RawSampleReader.LongestSeconds(samples.Of(indicator.Total))), evidence with
        {
            CountSource = CountSource.RawSamples,
            ScrapeIntervalSeconds = interval,
            Incident = counts,
            Series = read.Slicer.Chart(question.Chart, interval),
            Gaps = gaps,
            Notes =
            [
                .. indicator is { Kind: SliKind.Events, Total.Unit: QueryUnit.Count } ? [SloProblems.Counts] : Array.Empty<string>(),
                .. indicator.HasCounts && indicator.Errors.Factor == indicator.Total.Factor && Math.Abs(indicator.Total.Factor - 1) > 1e-9 ? [SloProblems.Multiplied(indicator.Total.Factor)] : Array.Empty<string>(),
                .. CounterInput.Notes(samples, read.Errors, read.Total, question.Incident, gaps, interval),
            ],
        });
    }

    private SloEvidence Sliced(SloQuestion question, CounterReading read, double interval, double longestInterval, SloEvidence evidence)
    {
        // Samples that jitter are not "too far apart" for a slice of the same length.
        var problems = new List<EvidenceProblem>();
        var slices = Slices(question.SliceSeconds);

        // Slices are compared with the target of slices, and with the objective.
        var uncertain = new[] { question.BadAbove, question.BelowObjective }.Max(limit => new UncertainSlices((double)limit, longestInterval, read.Errors.In).Count(slices));
        return evidence with
        {
            Slices = slices,
            MinuteSlices = question.HasMinuteSlices ? [] : Slices(SloQuestion.MinuteSeconds),
            Problems = problems,
            Notes =
            [
                .. evidence.Notes,
                .. interval > question.SliceSeconds * 1.05 && indicator.MaySlice(interval, question.SliceSeconds) ? [SloProblems.SparseSamples(interval)] : Array.Empty<string>(),
                .. uncertain > 0 ? [SloProblems.SlicesUncertain(uncertain, question.SliceSeconds)] : Array.Empty<string>(),
            ],
        };

        IReadOnlyList<SliSlice> Slices(double seconds)
        {
            if (!indicator.MaySlice(interval, seconds))
            {
                problems.Add(SloProblems.IntervalTooLong(question, interval, seconds));
                return [];
            }

            return read.Slicer.Slices(question.Incident, seconds);
        }
    }
}
