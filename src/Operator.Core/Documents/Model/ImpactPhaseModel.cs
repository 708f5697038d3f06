namespace Operator.Core.Documents.Model;

/// <summary>A time in which users were affected in one way.</summary>
public sealed record ImpactPhaseModel
{
    public required string From { get; init; }

    /// <summary>Its end; null while it goes on.</summary>
    public string? To { get; init; }

    /// <summary>Such as "27m"; null while it goes on.</summary>
    public string? Length { get; init; }

    public required string What { get; init; }
}
