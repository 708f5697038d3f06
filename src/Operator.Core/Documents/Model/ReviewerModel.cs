namespace Operator.Core.Documents.Model;

/// <summary>Somebody who must approve.</summary>
public sealed record ReviewerModel
{
    public required string Name { get; init; }

    public string? Handle { get; init; }

    public string? Scope { get; init; }

    public required bool Approved { get; init; }

    public string? ApprovedAt { get; init; }

    /// <summary>Whether figures have changed since the approval.</summary>
    public bool IsOlderThanFigures { get; init; }

    /// <summary>The day on which figures changed after the approval; null when none has, or that is not known.</summary>
    public string? FiguresChangedOn { get; init; }
}
