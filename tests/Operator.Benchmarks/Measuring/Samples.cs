namespace Operator.Benchmarks;

/// <summary>Measurements of one thing. The median speaks for the usual run, the minimum for a quiet machine.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Minimum => _values.Min();

    public double Median => Percentile(50);

    public void Add(double value) => _values.Add(value);

    /// <summary>The smallest value that at least that share of the values does not exceed.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    public double Percentile(double percent)
    {
        var sorted = _values.Order().ToList();
        var rank = (int)Math.Ceiling(percent / 100 * sorted.Count);
        return sorted[Math.Clamp(rank - 1, 0, sorted.Count - 1)];
    }
}
