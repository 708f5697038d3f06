namespace Operator.Core.Verifying;

/// <summary>What a query says of one moment.</summary>
/// <param name="Time">The moment.</param>
/// <param name="Answer">What it says.</param>
public readonly record struct QueryMoment(DateTimeOffset Time, QueryAnswer Answer);
