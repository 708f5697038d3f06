namespace Operator.Core.Documents.Model;

/// <summary>The title and the lines beneath it.</summary>
public sealed record HeaderModel
{
    public required string Title { get; init; }

    public required string IncidentId { get; init; }

    /// <summary>The day, or the days, of the incident in its time zone.</summary>
    public string? Date { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    public IReadOnlyList<string> Reviewers { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether the document says that it looks for causes, not for somebody to blame.</summary>
    public bool Blameless { get; init; }

    /// <summary>An emoji and a word: Draft, Reviewed or Published.</summary>
    public required string Status { get; init; }
}
