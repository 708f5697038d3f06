using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>The named figures of one answer.</summary>
internal sealed class FigureSet
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    public FigureSet(PrometheusResult result)
    {
        foreach (var series in result.Series)
        {
            if (series.Labels.TryGetValue("figure", out var name) && series.Samples.Count > 0)
            {
                _values[name] = series.Samples[^1].Value;
            }
        }
    }

    private FigureSet()
    {
    }

    /// <summary>No figure at all.</summary>
    public static FigureSet Empty { get; } = new();

    /// <summary>A figure; null when it is absent or no finite number.</summary>
    public double? this[string name] => _values.TryGetValue(name, out var value) && double.IsFinite(value) ? value : null;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Whether there is an answer that is not a finite number.</summary>
    public bool IsSpoiled(string name) => Has(name) && this[name] is null;

    public bool IsNaN(string name) => _values.TryGetValue(name, out var value) && double.IsNaN(value);
}
