namespace Operator.Pipeline;

/// <summary>A clock that stands at the evaluation time, so that a replay tells the same times.</summary>
internal sealed class StandingTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
