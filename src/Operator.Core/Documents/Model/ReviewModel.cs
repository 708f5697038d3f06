namespace Operator.Core.Documents.Model;

/// <summary>Who signs it off and who receives it.</summary>
public sealed record ReviewModel
{
    public IReadOnlyList<ReviewerModel> Reviewers { get; init; } = [];

    /// <summary>The day of publication; null before it.</summary>
    public string? Published { get; init; }

    public IReadOnlyList<string> Distribution { get; init; } = [];
}
