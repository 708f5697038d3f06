using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Where counters of a query fell by at most 1 % and came back.</summary>
/// <param name="Stretches">From the last sample before each fall until the counter is back, oldest first.</param>
/// <param name="IsUnknown">Whether more may have fallen, because the server did not tell.</param>
internal sealed record SlightFalls(IReadOnlyList<TimeRange> Stretches, bool IsUnknown = false)
{
    /// <summary>No fall.</summary>
    public static readonly SlightFalls None = new([]);
}
