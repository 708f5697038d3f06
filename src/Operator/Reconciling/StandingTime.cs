namespace Operator.Reconciling;

/// <summary>A clock that stands at the evaluation time, so that one round has one time, and a replay the same ones.</summary>
internal sealed class StandingTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
