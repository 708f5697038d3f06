namespace Operator.Core.Documents.Model;

/// <summary>How bad it was.</summary>
public sealed record SeverityModel
{
    public required string Priority { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];

    public string? CustomerImpact { get; init; }

    public string? RevenueImpact { get; init; }

    /// <summary>The whole duration, or why there is none.</summary>
    public required string Duration { get; init; }
}
