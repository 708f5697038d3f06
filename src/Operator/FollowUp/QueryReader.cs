using Operator.Core.Verifying;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.FollowUp;

/// <summary>Reads what a query says at each moment of a range, and whether the server has samples of it.</summary>
/// <param name="client">The source.</param>
/// <param name="query">The query.</param>
/// <param name="outline">What it reads.</param>
internal sealed class QueryReader(PrometheusClient client, string query, QueryOutline outline)
{
    private const string Figure = "figure";
    private const string QueryFigure = "query";
    private const string SamplesFigure = "samples";
    private const string SeriesFigure = "series";
    private const double SurveySeconds = 600;

    // Requests that hold more points in the server wait for each other.
    private const double FewPoints = 50_000;

    /// <summary>Finds out how far apart samples are, and how many series there are.</summary>
    /// <param name="at">Where to look: the ten minutes before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<QueryPlan> SurveyAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (outline.Selectors.Count == 0)
        {
            return QueryPlan.Unknown;
        }

        var figures = outline.Selectors.SelectMany((s, i) => new[]
        {
            PromQL.Figure($"{SamplesFigure} {i}", $"quantile(0.5, {Counts(s, SurveySeconds)})"),
            PromQL.Figure($"{SeriesFigure} {i}", $"count(last_over_time({PromQL.Range(s, SurveySeconds)}))"),
        });
        var answer = await client.QueryAsync(PromQL.Figures(figures), at, cancellationToken);
        var samples = Values(answer, SamplesFigure).DefaultIfEmpty(0).Max();
        return samples > 0 ? new QueryPlan(Math.Clamp(SurveySeconds / samples, 1, SurveySeconds), Values(answer, SeriesFigure).Sum(), IsMeasured: true) : QueryPlan.Unknown;
    }

    /// <summary>Reads a range, step by step.</summary>
    /// <param name="plan">How closely.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The last moment is not after it.</param>
    /// <param name="stepSeconds">The distance of moments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<QueryReading> ReadAsync(QueryPlan plan, DateTimeOffset from, DateTimeOffset until, double stepSeconds, CancellationToken cancellationToken)
    {
        var count = (int)Math.Floor((until - from).TotalSeconds / stepSeconds) + 1;
        DateTimeOffset[] times = [.. Enumerable.Range(0, count).Select(i => from.AddMilliseconds(Math.Round(i * stepSeconds * 1000)))];
        var answer = await AskAsync(Expression(plan), plan, times, stepSeconds, cancellationToken);
        var values = Answers(answer, times, stepSeconds, out var samples, out var problem);
        var hasSeries = samples.Any(s => s > 0);
        var finer = Array.FindLastIndex(samples, s => plan.IsFinerThan(s));
        if (Array.Exists(samples, s => s == 0))
        {
            // Series of the query that are gone say nothing of the server; every server of metrics keeps whether its targets are up.
            var up = await AskAsync($"max(count_over_time({PromQL.Range("up", plan.WindowSeconds)}))", plan, times, stepSeconds, cancellationToken);
            foreach (var sample in up.Series.SelectMany(s => s.Samples))
            {
                samples[Index(sample, times, stepSeconds)] += sample.Value;
            }
        }

        var moments = times.Select((time, i) => new QueryMoment(time, samples[i] == 0 ? QueryAnswer.Silent : values[i]));
        return new QueryReading(QueryStretch.Of(moments), hasSeries, finer < 0 ? null : times[finer], problem);
    }

    private string Expression(QueryPlan plan) => PromQL.Figures([
        PromQL.Figure(QueryFigure, PromQL.Parenthesized(query)),
        .. outline.Selectors.Select((s, i) => PromQL.Figure($"{SamplesFigure} {i}", $"max({Counts(s, plan.WindowSeconds)})")),
    ]);

    // Metrics that differ in their name alone would collide in an answer, which has no names: a selector that matches names is counted by them.
    private static string Counts(string selector, double seconds) => selector.Contains("__name__", StringComparison.Ordinal)
        ? $"count_over_time(group(last_over_time({PromQL.Range(selector, seconds)}))[{PromQL.Duration(seconds)}:{PromQL.Duration(Math.Max(1, seconds / 10))}])"
        : $"count_over_time({PromQL.Range(selector, seconds)})";

    private Task<PrometheusResult> AskAsync(string expression, QueryPlan plan, DateTimeOffset[] times, double stepSeconds, CancellationToken cancellationToken)
    {
        var points = times.Length * plan.Series * (1 + outline.Selectors.Count);
        return points > FewPoints ? client.AloneAsync(Ask, cancellationToken) : Ask();

        Task<PrometheusResult> Ask() => client.QueryRangeAsync(expression, times[0], times[^1], stepSeconds, cancellationToken);
    }

    private static QueryAnswer[] Answers(PrometheusResult answer, DateTimeOffset[] times, double stepSeconds, out double[] samples, out string? problem)
    {
        var answers = Enumerable.Repeat(QueryAnswer.Fails, times.Length).ToArray();
        samples = new double[times.Length];
        (problem, var problemAt) = ((string?)null, -1);
        foreach (var series in answer.Series)
        {
            // A query may have a label of that name itself.
            var isQuery = !series.Labels.GetValueOrDefault(Figure, "").StartsWith(SamplesFigure + " ", StringComparison.Ordinal);
            foreach (var sample in series.Samples)
            {
                var index = Index(sample, times, stepSeconds);
                if (!isQuery)
                {
                    samples[index] = Math.Max(samples[index], sample.Value);
                }
                else
                {
                    var wrong = answers[index] != QueryAnswer.Fails ? "gives several series at the same time; aggregate them, such as with sum() or count()"
                        : double.IsNaN(sample.Value) ? "gives NaN, such as of a division by zero"
                        : null;
                    answers[index] = wrong is null ? QueryAnswer.Holds : QueryAnswer.Invalid;
                    (problem, problemAt) = wrong is not null && index >= problemAt ? (wrong, index) : (problem, problemAt);
                }
            }
        }

        return answers;
    }

    private static int Index(PrometheusSample sample, DateTimeOffset[] times, double stepSeconds) =>
        Math.Clamp((int)Math.Round((sample.Time - times[0]).TotalSeconds / stepSeconds), 0, times.Length - 1);

    private static IEnumerable<double> Values(PrometheusResult answer, string figure) => answer.Series
        .Where(s => s.Labels.GetValueOrDefault(Figure, "").StartsWith(figure, StringComparison.Ordinal) && s.Samples.Count > 0)
        .Select(s => s.Samples[^1].Value);
}
