namespace Operator.Evidence.Sums;

/// <summary>The least and largest value of what should be a ratio, NaN aside.</summary>
internal sealed class RatioCheck
{
    private const double Tolerance = 1e-6;

    /// <summary>A value that is not a ratio; null when all are.</summary>
    public double? Wrong { get; private set; }

    public void Add(IEnumerable<double?> values)
    {
        foreach (var value in values.OfType<double>())
        {
            if (value is < -Tolerance or > 1 + Tolerance)
            {
                Wrong ??= value;
            }
        }
    }
}
