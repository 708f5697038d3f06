using Operator.Core;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Finds out over which range the values of an objective's queries were computed; where the queries do not say, their series may.</summary>
internal sealed class RecordedRangeReader(EvidenceSession session)
{
    // Enough to see whether they agree.
    private const int MostSeries = 20;

    /// <summary>Reads.</summary>
    /// <returns>The range in seconds; null where nothing tells one.</returns>
    public async Task<double?> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        foreach (var query in new[] { question.Slo.Sli.Raw?.ErrorRatioQuery, question.Slo.Sli.Events?.TotalQuery, question.Slo.Sli.Events?.ErrorQuery }.OfType<string>())
        {
            var series = RecordedRange.IsOpen(query) ? await SeriesAsync(question, query, cancellationToken) : null;
            if (RecordedRange.SecondsOf(query, series, isRatio: question.Slo.Sli.Raw is not null) is { } seconds)
            {
                return seconds;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> SeriesAsync(SloQuestion question, string query, CancellationToken cancellationToken)
    {
        var selectors = Selectors.In(PromQL.HasWindow(query) ? PromQL.Query(query, SloQuestion.MinuteSeconds) : query);
        if (selectors.Count == 0)
        {
            return [];
        }

        try
        {
            var expression = string.Join("\nor ", selectors.Select(s => $"topk({MostSeries}, {s})"));
            foreach (var at in new[] { question.Incident.End, question.Incident.Start })
            {
                if ((await session.SharedAsync($"{question.Field}.labels", expression, at, cancellationToken)).Series is { Count: > 0 } found)
                {
                    return [.. found.Select(s => s.Labels)];
                }
            }

            return [];
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            // What is wrong with the query is told when it is asked.
            return [];
        }
    }
}
