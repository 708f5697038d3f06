using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Who reviews the document and who receives it.</summary>
public sealed record ReviewSpec
{
    /// <summary>Who must approve the document. The post-mortem is reviewed when all have.</summary>
    [Items(20)]
    public IReadOnlyList<ReviewerSpec> Reviewers { get; set; } = [];

    /// <summary>The day on which the document was published, in timeZone, for one that was published elsewhere before. Default: the day on which the operator did.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>Who receives the document.</summary>
    [Items(30), Text(200, Minimum = 1)]
    public IReadOnlyList<string> Distribution { get; set; } = [];
}
