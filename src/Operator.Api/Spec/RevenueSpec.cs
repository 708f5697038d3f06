using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Lost revenue: an amount, or a price for each failed request. The amount wins.</summary>
[CelRule("has(self.amount) || has(self.perFailedRequest)", "one of amount and perFailedRequest must be set")]
public sealed record RevenueSpec
{
    /// <summary>What one failed request costs, in the currency's main unit.</summary>
    [NumberBounds(Minimum = 0, Maximum = 1e9)]
    public decimal? PerFailedRequest { get; init; }

    /// <summary>What the incident cost, in the currency's main unit.</summary>
    [NumberBounds(Minimum = 0, Maximum = 1e15)]
    public decimal? Amount { get; init; }

    /// <summary>The currency, as an ISO 4217 code such as USD.</summary>
    [Text(3, Minimum = 3, Pattern = "^[A-Z]{3}$")]
    public required string Currency { get; init; }
}
