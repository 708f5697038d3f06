namespace Operator.Core.Documents.Model;

/// <summary>One row of the timeline.</summary>
public sealed record TimelineRow
{
    /// <summary>The time; with the date when the entries span days, with the offset when clocks change.</summary>
    public required string Time { get; init; }

    /// <summary>The time since the start, such as "+2m 15s"; null when the start is not known.</summary>
    public string? Relative { get; init; }

    public required string Emoji { get; init; }

    public required string Event { get; init; }

    public string? Actor { get; init; }

    /// <summary>The time in the second zone, with the zone; null without one, and for what is known to the day or less.</summary>
    public string? SecondTime { get; init; }

    /// <summary>Whether only a part was well again.</summary>
    public bool Partial { get; init; }

    /// <summary>What needs more than a line, shown below the row.</summary>
    public AuthorMarkdown? Details { get; init; }

    public required bool Measured { get; init; }
}
