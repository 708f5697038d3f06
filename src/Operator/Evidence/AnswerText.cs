using System.Globalization;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>An answer in a few words, for those who check a figure.</summary>
internal static class AnswerText
{
    /// <summary>Such as "nothing", "900", or "2 series, 216 samples".</summary>
    public static string Of(PrometheusResult result)
    {
        if (result is { Type: not PrometheusResultType.Matrix, Series: [{ Samples: [var only] }] })
        {
            return only.Value.ToString("G6", CultureInfo.InvariantCulture);
        }

        var samples = result.Series.Sum(s => s.Samples.Count);
        return result.Series.Count == 0 ? "nothing"
            : result.Type == PrometheusResultType.Matrix ? $"{Text(result.Series.Count)} series, {Text(samples)} {(samples == 1 ? "sample" : "samples")}"
            : $"{Text(samples)} values";
    }

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
