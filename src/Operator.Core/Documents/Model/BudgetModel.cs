namespace Operator.Core.Documents.Model;

/// <summary>The budget by one method.</summary>
public sealed record BudgetModel
{
    public required string Method { get; init; }

    /// <summary>Whether it is the method that counts.</summary>
    public required bool Chosen { get; init; }

    /// <summary>Such as "27.78%", or why there is no number.</summary>
    public required string Consumed { get; init; }

    public required string Remaining { get; init; }
}
