using Operator.Api;
using Operator.Core;
using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>
/// Reads alerts exactly: the raw samples of ALERTS and ALERTS_FOR_STATE by instant queries with a range selector. A range query would
/// move or lose them. One query for pending and firing, one for active-at, for each alert.
/// </summary>
internal sealed class AlertReader(EvidenceSession session)
{
    /// <summary>How far beyond the search window samples are read: for an active-at before it, gaps of a restart, and an end after it.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    // An alert that is active at an edge is followed once more, up to here.
    private static readonly TimeSpan LongMargin = TimeSpan.FromDays(7);

    private const double UnknownIntervalSeconds = 60;

    /// <summary>The last moment up to which samples were read; an alert that is active there may still be.</summary>
    public DateTimeOffset LookedUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Why an alert could not be read.</summary>
    public List<EvidenceProblem> Problems { get; } = [];

    /// <summary>Reads each alert; what goes wrong with one is its own problem.</summary>
    public async Task<IReadOnlyList<AlertSeries>> ReadAsync(IReadOnlyList<AlertSpec> alerts, TimeRange window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>();
        for (var i = 0; i < alerts.Count && session.Failure is null; i++)
        {
            try
            {
                answers.Add(await AskAsync(AlertSelector.Of(alerts[i], Field(i)), Field(i), window, now, cancellationToken));
            }
            catch (FailureException e)
            {
                Problems.Add(session.Judge(e));
            }
        }

        var names = answers.Where(a => a.States.Count > 0).Select(a => a.Selector.Name).Distinct(StringComparer.Ordinal).ToList();
        var rules = names.Count == 0 ? [] : await session.Client.AlertRulesAsync(names, cancellationToken);

        // Two entries may match the same series.
        return [.. answers
            .SelectMany(answer => Series(answer, [.. rules.Where(r => string.Equals(r.Name, answer.Selector.Name, StringComparison.Ordinal))], window))
            .GroupBy(Key, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.First() with { FoundBy = [.. g.SelectMany(s => s.FoundBy!).Distinct(StringComparer.Ordinal)] })];
    }

    /// <summary>How messages name an alert of the spec.</summary>
    public static string Field(int index) => $"detection.alerts[{index}]";

    public static string Key(AlertSeries series) =>
        string.Join('\u0001', series.Labels.Select(l => $"{l.Key}\u0002{l.Value}").Prepend(series.Name));

    private async Task<Answer> AskAsync(AlertSelector selector, string field, TimeRange window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asked = new TimeRange(window.Start - Margin, Earlier(window.End + Margin, now));
        if (asked.End <= asked.Start)
        {
            return new Answer(selector, field, asked, [], []);
        }

        var metric = session.Client.Options.AlertsMetric;
        var samples = await AskAsync(selector, field, metric, asked, cancellationToken);
        var wider = Wider(samples, asked, now);
        if (wider != asked)
        {
            asked = wider;
            samples = await AskAsync(selector, field, metric, asked, cancellationToken);
        }

        LookedUntil = LookedUntil > asked.End ? LookedUntil : asked.End;
        var activeAt = samples.Count == 0 ? [] : await AskAsync(selector, field, $"{metric}_FOR_STATE", asked, cancellationToken);
        return new Answer(selector, field, asked, samples, activeAt);
    }

    private IEnumerable<AlertSeries> Series(Answer answer, IReadOnlyList<AlertRule> rules, TimeRange window)
    {
        var name = answer.Selector.Name;
        var groups = AlertGroup.Sort(answer.States, answer.ActiveAt, session.Client.Options.ReplicaLabels, Agreed(rules.Select(r => (double?)r.KeepFiringSeconds)) ?? 0);
        if (TooMany(answer, groups.Count) is { } tooMany)
        {
            Problems.Add(session.Judge(tooMany));
            yield break;
        }

        var usual = SampleSpacing.MedianSeconds(groups.SelectMany(g => g.Times)) ?? Agreed(rules.Select(r => r.IntervalSeconds));
        if (usual is null && groups.Count > 0)
        {
            session.Warn($"{answer.Field}: the evaluation interval of {name} is not known, {UnknownIntervalSeconds:0} s are assumed where it decides whether it still fires");
        }

        var builder = new AlertSeriesBuilder(answer.Asked, window, usual);
        foreach (var group in groups)
        {
            if (builder.Build(name, group) is { } series)
            {
                // Which of several rules it was is not known: the shortest is certain, the longest is possible.
                List<double> kept = [.. rules.Where(r => r.Fits(series.Labels)).Select(r => r.KeepFiringSeconds).Distinct().Order()];
                yield return series with
                {
                    KeepFiringSeconds = kept is [> 0 and var least, ..] ? least : null,
                    KeepFiringMostSeconds = kept is [_, .., var most] ? most : null,
                    FoundBy = [answer.Selector.Text],
                };
            }
        }
    }

    // A document and its evidence cannot hold thousands of alerts, and nobody reads them.
    private FailureException? TooMany(Answer answer, int alerts)
    {
        var limit = session.Client.Options.MaxAlertSeries;
        return alerts <= limit ? null : new FailureException(
            Reasons.ResponseTooLarge,
            $"{answer.Field}: {PrometheusErrors.Clean(answer.Selector.Name)} has more than {limit} series in the search window; narrow it by labels or matchers, or raise maxAlertSeries of source '{session.Client.Options.Name}'",
            isTerminal: true);
    }

    // Several rules may have one name; what they do not agree about is not known.
    private static double? Agreed(IEnumerable<double?> values) => values.Distinct().ToList() is [{ } only] ? only : null;

    private async Task<IReadOnlyList<PrometheusSeries>> AskAsync(AlertSelector selector, string field, string metric, TimeRange range, CancellationToken cancellationToken)
    {
        var expression = PromQL.Range(selector.Series(metric), range.Seconds);
        var result = await session.InstantAsync($"{field} ({selector.Name})", expression, range.End, cancellationToken);
        return [.. result.Series.Where(s => s.Samples.Count > 0)];
    }

    // Where an alert is already active at the left edge, or still at the right one, its beginning or end lies further out.
    private static TimeRange Wider(IReadOnlyList<PrometheusSeries> samples, TimeRange asked, DateTimeOffset now)
    {
        if (samples.Count == 0)
        {
            return asked;
        }

        var slack = TimeSpan.FromSeconds(2 * (SampleSpacing.MedianSeconds(samples.Select(Times)) ?? UnknownIntervalSeconds));
        var first = samples.Min(s => s.Samples[0].Time);
        var last = samples.Max(s => s.Samples[^1].Time);
        var start = first <= asked.Start + slack ? asked.Start - LongMargin : asked.Start;
        var end = last >= asked.End - slack ? Earlier(asked.End + LongMargin, now) : asked.End;
        return new TimeRange(start, end);
    }

    private static IReadOnlyList<long> Times(PrometheusSeries series) => [.. series.Samples.Select(s => s.Milliseconds)];

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private sealed record Answer(AlertSelector Selector, string Field, TimeRange Asked, IReadOnlyList<PrometheusSeries> States, IReadOnlyList<PrometheusSeries> ActiveAt);
}
