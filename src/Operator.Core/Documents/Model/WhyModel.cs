namespace Operator.Core.Documents.Model;

/// <summary>A question of the five whys.</summary>
public sealed record WhyModel
{
    public required int Number { get; init; }

    public required string Why { get; init; }

    public string? Because { get; init; }
}
