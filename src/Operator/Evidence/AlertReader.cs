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
        var found = new List<AlertSeries>();
        for (var i = 0; i < alerts.Count && session.Failure is null; i++)
        {
            try
            {
                found.AddRange(await ReadOneAsync(alerts[i], Field(i), window, now, cancellationToken));
            }
            catch (FailureException e)
            {
                Problems.Add(session.Judge(e));
            }
        }

        // Two entries may match the same series.
        return [.. found
            .GroupBy(Key, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.First())];
    }

    /// <summary>How messages name an alert of the spec.</summary>
    public static string Field(int index) => $"detection.alerts[{index}]";

    public static string Key(AlertSeries series) =>
        string.Join('\u0001', series.Labels.Select(l => $"{l.Key}\u0002{l.Value}").Prepend(series.Name));

    private async Task<IReadOnlyList<AlertSeries>> ReadOneAsync(AlertSpec alert, string field, TimeRange window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (alert.Labels.Keys.FirstOrDefault(name => !PromQL.IsLabelName(name)) is { } wrong)
        {
            throw new FailureException(Reasons.QueryInvalid, $"{field}.labels: '{PrometheusErrors.Clean(wrong)}' is not a label name", isTerminal: true);
        }

        var asked = new TimeRange(window.Start - Margin, Earlier(window.End + Margin, now));
        if (asked.End <= asked.Start)
        {
            return [];
        }

        var samples = await AskAsync(alert, field, session.Client.Options.AlertsMetric, asked, cancellationToken);
        var wider = Wider(samples, asked, now);
        if (wider != asked)
        {
            asked = wider;
            samples = await AskAsync(alert, field, session.Client.Options.AlertsMetric, asked, cancellationToken);
        }

        CheckCount(alert, field, samples);
        LookedUntil = LookedUntil > asked.End ? LookedUntil : asked.End;
        if (samples.Count == 0)
        {
            return [];
        }

        var activeAt = await AskAsync(alert, field, $"{session.Client.Options.AlertsMetric}_FOR_STATE", asked, cancellationToken);
        var usual = SampleSpacing.MedianSeconds(samples.Concat(activeAt).Select(Times));
        usual ??= await session.Client.RuleIntervalAsync(alert.Name, cancellationToken);
        if (usual is null)
        {
            session.Warn($"{field}: the evaluation interval of {alert.Name} is not known, {UnknownIntervalSeconds:0} s are assumed where it decides whether it still fires");
        }

        return AlertSeriesBuilder.BuildAll(alert.Name, samples, activeAt, asked, window, usual);
    }

    // A document and its evidence cannot hold thousands of alerts, and nobody reads them.
    private void CheckCount(AlertSpec alert, string field, IReadOnlyList<PrometheusSeries> samples)
    {
        var limit = session.Client.Options.MaxAlertSeries;
        if (samples.Count > limit && samples.Select(s => AlertLabels.Key(s.Labels)).Distinct(StringComparer.Ordinal).Skip(limit).Any())
        {
            throw new FailureException(
                Reasons.ResponseTooLarge,
                $"{field}: {PrometheusErrors.Clean(alert.Name)} has more than {limit} series in the search window; narrow it by labels, or raise maxAlertSeries of source '{session.Client.Options.Name}'",
                isTerminal: true);
        }
    }

    private async Task<IReadOnlyList<PrometheusSeries>> AskAsync(AlertSpec alert, string field, string metric, TimeRange range, CancellationToken cancellationToken)
    {
        var labels = alert.Labels.Where(l => l.Key is not "alertname").Append(new("alertname", alert.Name));
        var expression = PromQL.Range(PromQL.Selector(metric, labels), range.Seconds);
        var result = await session.InstantAsync($"{field} ({alert.Name})", expression, range.End, cancellationToken);
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
}
