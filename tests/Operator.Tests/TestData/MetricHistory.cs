using System.Globalization;
using System.Text;

namespace Operator.Tests.TestData;

/// <summary>Series of samples, written as OpenMetrics for promtool's backfill.</summary>
public sealed class MetricHistory
{
    private readonly SortedDictionary<string, List<(string Labels, IReadOnlyList<(DateTimeOffset At, double Value)> Samples)>> _metrics = new(StringComparer.Ordinal);

    public MetricHistory Add(string metric, IReadOnlyDictionary<string, string> labels, IEnumerable<(DateTimeOffset At, double Value)> samples)
    {
        if (!_metrics.TryGetValue(metric, out var series))
        {
            _metrics[metric] = series = [];
        }

        series.Add((string.Join(',', labels.Select(l => $"{l.Key}=\"{l.Value}\"")), [.. samples]));
        return this;
    }

    public void WriteTo(string path)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        foreach (var (metric, series) in _metrics)
        {
            writer.WriteLine($"# TYPE {metric} unknown");
            foreach (var (labels, samples) in series)
            {
                foreach (var (at, value) in samples)
                {
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}{{{labels}}} {Number(value)} {at.ToUnixTimeMilliseconds() / 1000m:0.000}"));
                }
            }
        }

        writer.WriteLine("# EOF");
    }

    /// <summary>Writes it as VictoriaMetrics imports it: a series a line.</summary>
    public void WriteJsonLinesTo(string path)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        foreach (var (metric, series) in _metrics)
        {
            foreach (var (labels, samples) in series)
            {
                var metricLabels = string.Concat(labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).Select(l => $",\"{l[0]}\":{l[1]}"));
                writer.Write($"{{\"metric\":{{\"__name__\":\"{metric}\"{metricLabels}}},\"values\":[");
                writer.Write(string.Join(',', samples.Select(s => Number(s.Value))));
                writer.Write("],\"timestamps\":[");
                writer.Write(string.Join(',', samples.Select(s => s.At.ToUnixTimeMilliseconds())));
                writer.WriteLine("]}");
            }
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
