namespace Operator.Prometheus;

/// <summary>One sample.</summary>
/// <param name="Milliseconds">Its time in milliseconds since 1970.</param>
/// <param name="Value">Its value; may be NaN or infinite.</param>
internal readonly record struct PrometheusSample(long Milliseconds, double Value)
{
    /// <summary>Its time.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}
