namespace Operator.Core.Documents.Model;

/// <summary>A fact that two sources tell differently.</summary>
public sealed record ContradictionModel
{
    /// <summary>Such as "Recovery".</summary>
    public required string Fact { get; init; }

    /// <summary>The source that figures rest on, and what it tells: "Timeline: 2025-12-14 10:09:00 MSK".</summary>
    public required string First { get; init; }

    /// <summary>The source that tells something else.</summary>
    public required string Second { get; init; }

    /// <summary>By how much they differ, such as "at least 3m"; null where one of them tells no value.</summary>
    public string? Difference { get; init; }

    /// <summary>By how much they might differ without contradicting each other; null likewise.</summary>
    public string? Uncertainty { get; init; }
}
