namespace Operator.Core.Documents.Model;

/// <summary>How it was fixed.</summary>
public sealed record ResolutionModel
{
    public AuthorMarkdown? ImmediateFix { get; init; }

    public AuthorMarkdown? Validation { get; init; }
}
