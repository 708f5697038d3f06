namespace Operator.Core.Documents.Model;

/// <summary>A chain of questions with a title of its own.</summary>
public sealed record WhyChainModel
{
    public required string Title { get; init; }

    public IReadOnlyList<WhyModel> Steps { get; init; } = [];
}
