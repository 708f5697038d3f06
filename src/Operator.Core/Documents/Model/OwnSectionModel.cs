using Operator.Api;

namespace Operator.Core.Documents.Model;

/// <summary>A section that only this incident needs.</summary>
public sealed record OwnSectionModel
{
    public required string Title { get; init; }

    public required AuthorMarkdown Body { get; init; }

    /// <summary>The section that it follows.</summary>
    public required SectionPlace After { get; init; }
}
