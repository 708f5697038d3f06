namespace Operator.Core.Incidents;

/// <summary>How far samples can reach.</summary>
/// <param name="AsOf">The evaluation time.</param>
/// <param name="LookedUntil">The time of the last sample that was asked for.</param>
/// <param name="RecordedUntil">A moment until which the source certainly went on recording; null when nobody asked, and it is taken that it did.</param>
internal readonly record struct AlertEdge(DateTimeOffset AsOf, DateTimeOffset LookedUntil, DateTimeOffset? RecordedUntil = null)
{
    /// <summary>Whether anything shows that a rule was evaluated after a moment, so that samples which are missing since tell something.</summary>
    /// <param name="moment">The moment, by the clock.</param>
    public bool WentOnAfter(DateTimeOffset moment) => RecordedUntil is not { } until || until >= moment;

    /// <summary>The time that the last sample can have of a rule that looks back so far: what it evaluates now is stamped with a time before.</summary>
    public DateTimeOffset LastSample(TimeSpan offset) => Instants.Min(LookedUntil, Instants.Add(AsOf, -offset));
}
