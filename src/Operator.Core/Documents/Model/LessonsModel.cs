namespace Operator.Core.Documents.Model;

/// <summary>What was learned.</summary>
public sealed record LessonsModel
{
    public IReadOnlyList<string> WentWell { get; init; } = [];

    public IReadOnlyList<string> DidntGoWell { get; init; } = [];

    public IReadOnlyList<string> SurprisingFindings { get; init; } = [];
}
