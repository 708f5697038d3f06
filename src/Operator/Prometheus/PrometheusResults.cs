using System.Net;

namespace Operator.Prometheus;

/// <summary>Judges an answer's envelope and brings its value into one form.</summary>
internal static class PrometheusResults
{
    public static PrometheusResult From(PrometheusResponse response, HttpStatusCode status, PrometheusErrors errors)
    {
        if (string.Equals(response.Status, "error", StringComparison.Ordinal))
        {
            throw errors.Api(status, response.ErrorType, response.Error, retryAfter: null);
        }

        if (!string.Equals(response.Status, "success", StringComparison.Ordinal) || !response.HasResult)
        {
            throw errors.NotTheApi("JSON without status and data");
        }

        return new PrometheusResult
        {
            Type = Type(response, errors),
            Series = response.Scalar is { } scalar ? [new PrometheusSeries(new Dictionary<string, string>(StringComparer.Ordinal), [scalar])] : Sorted(response, errors),
            Warnings = Warnings(response),
        };
    }

    private static PrometheusResultType Type(PrometheusResponse response, PrometheusErrors errors) => response.ResultType switch
    {
        "vector" when response.Scalar is null => PrometheusResultType.Vector,
        "matrix" when response.Scalar is null => PrometheusResultType.Matrix,
        "scalar" when response.Scalar is not null => PrometheusResultType.Scalar,
        _ => throw errors.NotTheApi("an unknown type of result"),
    };

    // Sorted, so that an answer's order, which servers do not promise, decides nothing. A set of labels that occurs twice is one series.
    private static List<PrometheusSeries> Sorted(PrometheusResponse response, PrometheusErrors errors)
    {
        var groups = new SortedDictionary<string, PrometheusSeries>(StringComparer.Ordinal);
        foreach (var series in response.Series)
        {
            var key = Key(series.Labels);
            groups[key] = groups.TryGetValue(key, out var other)
                ? Merge(other, series, errors)
                : Ordered(series);
        }

        return [.. groups.Values];
    }

    private static PrometheusSeries Merge(PrometheusSeries a, PrometheusSeries b, PrometheusErrors errors)
    {
        var byTime = new SortedDictionary<long, double>();
        foreach (var sample in a.Samples.Concat(b.Samples))
        {
            if (!byTime.TryAdd(sample.Milliseconds, sample.Value) && !byTime[sample.Milliseconds].Equals(sample.Value))
            {
                throw errors.NotTheApi("the same series twice, with different values");
            }
        }

        return a with { Samples = [.. byTime.Select(pair => new PrometheusSample(pair.Key, pair.Value))] };
    }

    private static PrometheusSeries Ordered(PrometheusSeries series)
    {
        for (var i = 1; i < series.Samples.Count; i++)
        {
            if (series.Samples[i].Milliseconds <= series.Samples[i - 1].Milliseconds)
            {
                return series with { Samples = [.. series.Samples.DistinctBy(s => s.Milliseconds).OrderBy(s => s.Milliseconds)] };
            }
        }

        return series;
    }

    private static string Key(IReadOnlyDictionary<string, string> labels) =>
        string.Join('\u0001', labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\u0002{pair.Value}"));

    private static List<string> Warnings(PrometheusResponse response)
    {
        var warnings = response.Warnings.Select(PrometheusErrors.Clean).ToList();
        if (response.IsPartial)
        {
            warnings.Add("the answer is partial: some storage nodes did not answer (isPartial)");
        }

        if (response.HasHistograms)
        {
            warnings.Add("native histograms in the answer were ignored; use counters");
        }

        return warnings;
    }
}
