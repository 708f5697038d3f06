namespace Operator.Api;

/// <summary>An amount of money.</summary>
public sealed record MoneyStatus
{
    /// <summary>The amount in the currency's main unit, rounded to its usual digits.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The currency, as an ISO 4217 code.</summary>
    public required string Currency { get; init; }
}
