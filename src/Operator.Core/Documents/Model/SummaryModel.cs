namespace Operator.Core.Documents.Model;

/// <summary>The executive summary.</summary>
public sealed record SummaryModel
{
    public AuthorMarkdown? Incident { get; init; }

    /// <summary>What a person wrote; when null, <see cref="ComputedImpact"/> stands in.</summary>
    public AuthorMarkdown? Impact { get; init; }

    /// <summary>Who was affected, in a person's words, or what became of data where nobody says so: comes before <see cref="ComputedImpact"/>.</summary>
    public AuthorMarkdown? Customers { get; init; }

    public string? ComputedImpact { get; init; }

    /// <summary>What the incident used of each objective's error budget, and what is left; null when that is not known.</summary>
    public string? Budget { get; init; }

    public AuthorMarkdown? RootCause { get; init; }

    public AuthorMarkdown? Resolution { get; init; }

    public AuthorMarkdown? Prevention { get; init; }
}
