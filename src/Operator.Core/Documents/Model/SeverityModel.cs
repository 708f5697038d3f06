namespace Operator.Core.Documents.Model;

/// <summary>How bad it was.</summary>
public sealed record SeverityModel
{
    public required string Priority { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The type in words; null for an outage.</summary>
    public string? Type { get; init; }

    /// <summary>Who was affected, in a person's words.</summary>
    public AuthorMarkdown? Customers { get; init; }

    /// <summary>The numbers, or that there was no impact.</summary>
    public string? CustomerImpact { get; init; }

    public string? RevenueImpact { get; init; }

    /// <summary>How long users were affected; null where only start and end tell.</summary>
    public string? ImpactDuration { get; init; }

    /// <summary>The whole duration , or why there is none.</summary>
    public required string Duration { get; init; }
}
