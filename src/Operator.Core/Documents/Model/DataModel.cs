namespace Operator.Core.Documents.Model;

/// <summary>What became of data.</summary>
public sealed record DataModel
{
    /// <summary>The heading, by the type of the incident: "Data Loss", "Exposure and Response" or "Data".</summary>
    public required string Heading { get; init; }

    public AuthorMarkdown? Lost { get; init; }

    public AuthorMarkdown? Corrupted { get; init; }

    public AuthorMarkdown? Exposed { get; init; }

    /// <summary>What <see cref="Period"/> is: "Window Lost", "Window Corrupted" or "Exposure".</summary>
    public required string PeriodLabel { get; init; }

    /// <summary>From when to when, and how long that is; null when it is not known.</summary>
    public string? Period { get; init; }

    /// <summary>How long it took from the detection to the fix; only for security incidents.</summary>
    public string? Response { get; init; }

    public AuthorMarkdown? Recovered { get; init; }

    public AuthorMarkdown? Searched { get; init; }
}
