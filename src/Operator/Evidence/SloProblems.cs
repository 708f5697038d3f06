using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Evidence.Counters;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>The sentences that say why an objective's figures are missing.</summary>
internal static class SloProblems
{
    // Scrapes are not exactly evenly spaced, and a few of them are lost.
    private const double Jitter = 0.9;

    public static EvidenceProblem NoData(string field, string query) =>
        new(Reasons.NoData, $"{field}: no data for {Shown(query)} in the incident; check the query and how long the server keeps data");

    /// <summary>No series of all events.</summary>
    public static EvidenceProblem NoEvents(SloQuestion question, CounterIndicator indicator) =>
        NoData($"{question.Field}.{indicator.TotalField}", question.Slo.Sli.Ratio?.Total ?? question.Slo.Sli.Events?.TotalQuery ?? question.Slo.Sli.Raw!.ErrorRatioQuery);

    /// <summary>An operand of the errors without series, though there was traffic.</summary>
    public static EvidenceProblem NoErrors(SloQuestion question, CounterIndicator indicator) => indicator.Kind == SliKind.Raw
        ? NoData($"{question.Field}.{indicator.ErrorsField}", question.Slo.Sli.Raw!.ErrorRatioQuery)
        : NoErrorsOfSeveralOperands($"{question.Field}.sli.events");

    /// <summary>Slices that are shorter than the distance of scrapes.</summary>
    public static string SparseSamples(double intervalSeconds) =>
        $"Samples are {intervalSeconds:0.###} s apart, which is longer than a slice: what was counted between two of them is spread evenly over the slices between them.";

    /// <summary>Slices that look back further than they are long.</summary>
    public static string WideSlices(double sliceSeconds, double wideSeconds) =>
        $"Slices of {sliceSeconds:0} s hold too few samples; each shows the {wideSeconds:0} to {2 * wideSeconds:0} s before its end, and the first ones the beginning of the incident.";

    /// <summary>A stretch without samples.</summary>
    public static string Gap(TimeRange gap) =>
        $"From {Moment(gap.Start)} to {Moment(gap.End)} no series of the query has a sample; what a query tells of that stretch is what it remembers from before.";

    /// <summary>An incident that is too short for the distance of scrapes.</summary>
    public static EvidenceProblem IncidentTooShort(SloQuestion question, double intervalSeconds, double leastSeconds) => new(
        Reasons.NoData,
        $"{question.Field}: samples are {intervalSeconds:0.#} s apart, too far for an incident of {DurationFormat.Format(DurationFormat.ToMillisecond(question.Incident.Seconds))}: what a query tells of less than {DurationFormat.Format(DurationFormat.ToMillisecond(leastSeconds))} is a guess; scrape more often, or give the two counters as sli.ratio, or as sum(rate(x[{{{{.window}}}}])) and nothing around it, which is read from raw samples");

    /// <summary>What is kept stands, because the new answer has less.</summary>
    public static EvidenceProblem Less(string field, EvidencePart kept, bool isSameQuestion, string cause) => new(
        Reasons.NoData,
        isSameQuestion
            ? $"{field}: what was read at {Moment(kept.CollectedAt)} stays, because reading it again gave less: {cause}"
            : $"{field}: what was read at {Moment(kept.CollectedAt)}, before the spec was changed, stays, because the changed spec gives less: {cause}; change it back, or correct it");

    public static EvidenceProblem IntervalTooLong(SloQuestion question, double interval, double slice) =>
        new(Reasons.NoData, $"{question.Field}: samples are {interval:0.###} s apart, too far for slices of {slice:0.###} s; raise timeSlice.window or scrape more often");

    public static EvidenceProblem MoreErrorsThanEvents(SloQuestion question) =>
        new(Reasons.QueryResultInvalid, $"{question.Field}: more errors than events were counted; errors must be a part of total");

    public static EvidenceProblem NotARate(SloQuestion question) =>
        new(Reasons.QueryResultInvalid, $"{question.Field}: errorQuery or totalQuery gave NaN or infinity over the incident, which is no rate of anything");

    public static EvidenceProblem NotARatio(SloQuestion question, double value)
    {
        var hint = value is > 1 and <= 100 ? "is it in percent? Divide by 100" : value < 0 ? "is it 1 - x of something in percent?" : "a division by zero?";
        return new(Reasons.QueryResultInvalid, $"{question.Field}: errorRatioQuery gave {PromQL.Number(value)}, which is not a ratio from 0 to 1 ({hint})");
    }

    public static EvidenceProblem Availability(SloQuestion question, double mean) =>
        new(Reasons.QueryResultInvalid, $"{question.Field}: errorRatioQuery averaged {mean:0.####} before the incident; if it gives the availability, write 1 - (…)");

    /// <summary>An expression of several operands is empty when one of them is; that is no zero.</summary>
    public static EvidenceProblem NoErrorsOfSeveralOperands(string field) =>
        new(Reasons.NoData, $"{field}: errorQuery gave nothing though there was traffic, so that one of its operands matched no series; check its labels (Prometheus 3 writes le=\"1.0\" where 2 wrote le=\"1\"), or append 'or vector(0)' where nothing means no errors");

    public static EvidenceProblem UnitUnknown(SloQuestion question) => new(
        Reasons.QueryResultInvalid,
        $"{question.Field}: it cannot be told whether errorQuery and totalQuery give events per second or counts over {{{{.window}}}}; write rates, such as sum(rate(x[{{{{.window}}}}]))");

    /// <summary>Why values of a moment are no events; null where they are.</summary>
    public static EvidenceProblem? OfMoments(SloQuestion question, Moments moments) =>
        moments.Counter is { } counter ? BareCounter(question, counter)
        : moments is { IsOfUnknownUnit: true, SampleSeconds: null } ? new EvidenceProblem(
            Reasons.QueryResultInvalid,
            $"{question.Field}: errorQuery and totalQuery give values of a moment, and nothing says what they count; write rates, such as sum(rate(x[{{{{.window}}}}])), or counts of samples, such as sum(count_over_time(x[{{{{.window}}}}]))")
        : null;

    /// <summary>Why series of a histogram are no events; null where they are.</summary>
    public static EvidenceProblem? OfHistograms(SloQuestion question)
    {
        var queries = HistogramText.Queries(question.Slo.Sli).ToList();
        return queries
            .Select(q => HistogramText.Problem(q.Query, [.. queries.Select(other => other.Query)]) is { } problem ? new EvidenceProblem(Reasons.QueryResultInvalid, $"{question.Field}.{q.Field}: {problem}") : null)
            .FirstOrDefault(p => p is not null);
    }

    /// <summary>A counter that is taken as it stands.</summary>
    public static EvidenceProblem BareCounter(SloQuestion question, string selector) => new(Reasons.QueryResultInvalid, $"{question.Field}: {BareCounter(selector)}");

    /// <summary>What is wrong with a counter that is taken as it stands.</summary>
    public static string BareCounter(string selector) =>
        $"{Shown(selector)} is a counter: what it has counted since its process began is no share of what happened in the incident; write its growth, such as sum(rate(x[{{{{.window}}}}]))";

    /// <summary>What is wrong with a counter that is taken as it stands for a number of events.</summary>
    public static string BareCounterOfEvents(string selector) =>
        $"{Shown(selector)} is a counter: it tells what was counted since its process began, and not in the incident; write its growth, such as sum(increase(x[{{{{.window}}}}]))";

    public static EvidenceProblem UnitsDiffer(SloQuestion question, QueryUnit errors) => new(
        Reasons.QueryResultInvalid,
        $"{question.Field}: errorQuery gives {Text(errors)} and totalQuery {Text(errors == QueryUnit.Rate ? QueryUnit.Count : QueryUnit.Rate)}; write both as rates, such as sum(rate(x[{{{{.window}}}}]))");

    public static EvidenceProblem RangeTooLong(SloQuestion question, double seconds) => new(
        Reasons.NoData,
        $"{question.Field}: the query looks back over {DurationFormat.Format(TimeSpan.FromSeconds(seconds))}, which is too long to tell what happened in the incident: a quarter of it is lost at its ends; use one of a shorter range, or write {{{{.window}}}} for the range");

    /// <summary>A range of the query's own that does not hold two samples of each series; null where it does.</summary>
    /// <param name="question">The objective.</param>
    /// <param name="survey">What is known of its series.</param>
    /// <param name="queries">Its queries.</param>
    public static EvidenceProblem? RangeTooShort(SloQuestion question, SourceSurvey survey, params IEnumerable<string> queries) =>
        question.RangeSeconds is { } range && survey.SparseIntervalSeconds is { } interval && 2 * interval * Jitter > range && queries.Any(q => !PromQL.HasWindow(q) && QueryShape.NeedsTwoSamples(q))
            ? new EvidenceProblem(
                Reasons.NoData,
                $"{question.Field}: samples are {interval:0.#} s apart, and the query looks back over {DurationFormat.Format(TimeSpan.FromSeconds(range))}, which is too short for two of them, so that series are missing in its answers; write {{{{.window}}}} for the range, or one of at least {DurationFormat.Format(TimeSpan.FromSeconds(Math.Ceiling(2 * interval)))}")
            : null;

    /// <summary>What processes may have counted while nobody saw it.</summary>
    /// <param name="events">The events that they would have counted if they had gone on as before.</param>
    /// <param name="counted">The events that were counted.</param>
    public static string MayBeMissing(double events, double counted) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"if their processes went on serving meanwhile, about {events:0} events ({100 * events / Math.Max(1, events + counted):0.#} % of all) are missing in the figures; if they did not, nothing is.");

    /// <summary>Queries whose events are not the ones that were counted.</summary>
    public static string Multiplied(double factor) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"The queries multiply what was counted by {factor:0.######}, so the numbers of events are multiplied too; shares and budgets do not change.");

    /// <summary>Queries of which only a part looks back.</summary>
    public static EvidenceProblem OffsetsDiffer(SloQuestion question) => new(
        Reasons.QueryResultInvalid,
        $"{question.Field}: parts of its queries look back by different offsets, so that they tell of different times; write the same offset after each selector, or none");

    /// <summary>Queries that look back.</summary>
    public static string Offset(TimeSpan offset) =>
        $"The query looks {DurationFormat.Format(offset)} back (offset); it was asked without that, so that it tells of the incident itself.";

    public const string Counts = "errorQuery and totalQuery count events over {{.window}} instead of giving rates; they were taken as counts.";

    public static string Samples(double seconds) =>
        $"errorQuery and totalQuery give the state of a moment; each sample, one every {seconds:0.#} s, was counted as an event. It stands until the next one, so that by slices up to two may be too much each time that errors came and went.";

    /// <summary>What errors were looked for and never seen, where there are none; null where something was, or all was seen.</summary>
    public static string? MatchedNothing(SloQuestion question, SourceSurvey survey, BeforeIncident? before)
    {
        var unseen = survey.UnseenOf(IndicatorSums.Errors);
        return unseen.Count == 0 || !SawNoErrors(before) ? null
            : $"Errors matched no series in {question.Slo.Window}{(survey.SawNone(IndicatorSums.Errors) ? "" : $" ({string.Join(", ", unseen.Select(Shown))})")}: check the labels. If they are right, nothing failed.";
    }

    /// <summary>A selector of which no series was ever there, and from whose growth all that was not an error is known.</summary>
    public static EvidenceProblem NothingSubtracted(SloQuestion question, string field, string selector) => new(
        Reasons.NoData,
        $"{question.Field}.{field}: {Shown(selector)} matched no series in {question.Slo.Window}, so that every event would be an error; check its labels (Prometheus 3 writes le=\"1.0\" where 2 wrote le=\"1\")");

    /// <summary>Whether nothing failed before the incident. Series are looked for at some places of the window alone: one that lived between two of them is in what was counted.</summary>
    private static bool SawNoErrors(BeforeIncident? before) =>
        before is { Counts: not null } or { ErrorRatioSeconds: not null } && before is { Counts: null or { Errors: <= 0 }, ErrorRatioSeconds: null or <= 0, BadSeconds: null or <= 0 };

    public static string OperandReplaced(string selector) =>
        $"Series of {Shown(selector)} ended in the window and others began, while those of the other operand went on: what was not counted in between makes too many errors, or too few, of the time at which that was, also within the incident. A total of the same metric (le=\"+Inf\") has no such gap.";

    public static string OperandMissing(string selector) =>
        $"{Shown(selector)} has no series in the window, or in a part of it, in which the other operand has some; what the query does not answer for is left out. Was a label renamed (le=\"1\", le=\"1.0\")?";

    private static string Text(QueryUnit unit) => unit == QueryUnit.Rate ? "events per second" : "counts over {{.window}}";

    /// <summary>Counters that fall all the time count everything again each time.</summary>
    public static EvidenceProblem CountersFall(string purpose) =>
        new(Reasons.NoData, $"{purpose}: counters fall by a hair again and again, as where samples of replicas are mixed, and the server counts each fall as a restart; ask a source that does not mix replicas");

    /// <summary>So many falls within the incident that little of it is left.</summary>
    public static EvidenceProblem CountersFallWithin(string field) =>
        new(Reasons.NoData, $"{field}: in the incident, {FallsByAHair}, which is no restart, and what the server makes of it is not what was counted; {FallFix}");

    /// <summary>Counters of which it was not looked at whether they fell, and no figure without that.</summary>
    public static EvidenceProblem FallsNotKnown(string field) =>
        new(Reasons.NoData, $"{field}: it is not known whether counters fell by a hair in the incident, as where samples of replicas are mixed: looking at it costs too much; {FallFix}");

    /// <summary>What counters that fell by a hair spoil, where the query is not read from their samples.</summary>
    public static string FellWithin(int slices, double sliceSeconds) =>
        $"In the incident, {FallsByAHair}: that is no restart, and what the server makes of it was left out. {(slices == 1 ? $"A slice of {sliceSeconds:0} s is" : $"{slices} slices of {sliceSeconds:0} s are")} taken to be as those beside {(slices == 1 ? "it" : "them")}.";

    /// <summary>Counters of which it was not looked at whether they fell.</summary>
    public const string FallsUnknown = "It is not known whether counters fell by a hair in the incident, as where samples of replicas are mixed: looking at it costs too much. Where they did, the figures are wrong.";

    /// <summary>What helps where counters fall by a hair.</summary>
    public const string FallFix = "ask a source that does not mix replicas, or write sums of rates and nothing around them, such as sum(rate(x[{{.window}}])), which are read from raw samples";

    private const string FallsByAHair = "counters fell by a hair, as where samples of replicas are mixed";

    /// <summary>A moment as sentences have it.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Slices beside bad ones that may be good.</summary>
    public static string SlicesUncertain(int slices, double sliceSeconds) =>
        $"Errors came and went in the incident: {(slices == 1 ? "1 slice" : $"{slices} slices")} beside bad ones may be good, because samples tell only what was counted between them; "
        + $"by slices, up to {DurationFormat.Format(DurationFormat.ToMillisecond(slices * sliceSeconds))} may be too much.";

    public static string CoarseSlices(double stepSeconds) =>
        $"Slices of the incident are {stepSeconds / 60:0.#} minutes long, because shorter ones would be too many for the server; figures by slices are bounds.";

    public static string Shown(string query) => Prometheus.PrometheusErrors.Clean(query.Length > 120 ? query[..120] + "…" : query);
}
