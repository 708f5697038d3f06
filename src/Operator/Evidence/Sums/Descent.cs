namespace Operator.Evidence.Sums;

/// <summary>How VictoriaMetrics tells by how much counters fell.</summary>
internal static class Descent
{
    /// <summary>The largest share of what it had by which a counter falls without having begun again, with room for rounding.</summary>
    public const double Most = 0.011;

    /// <summary>By how much counters fell in a range, where each of their falls was slight: a restart leaves less than falls as many as that can.</summary>
    /// <param name="range">The range.</param>
    public static string IsSlight(string range) => $"((descent_over_time({range}) > 0) <= {PromQL.Number(Most)} * resets({range}) * max_over_time({range}))";
}
