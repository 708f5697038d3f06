namespace Operator.Core.Incidents;

/// <summary>How far samples can reach.</summary>
/// <param name="AsOf">The evaluation time.</param>
/// <param name="LookedUntil">The time of the last sample that was asked for.</param>
internal readonly record struct AlertEdge(DateTimeOffset AsOf, DateTimeOffset LookedUntil)
{
    /// <summary>The time that the last sample can have of a rule that looks back so far: what it evaluates now is stamped with a time before.</summary>
    public DateTimeOffset LastSample(TimeSpan offset) => Instants.Min(LookedUntil, Instants.Add(AsOf, -offset));
}
