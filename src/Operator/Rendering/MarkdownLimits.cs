namespace Operator.Rendering;

/// <summary>
/// What a text may cost the Markdown parser, whose time grows with the square of what is open at once and whose callers descend
/// into each level. The limits are far beyond what anybody writes to be read.
/// </summary>
/// <param name="Lines">Lines of the whole text, but for fenced code.</param>
/// <param name="Underlines">Lines that may make a heading of the line above.</param>
/// <param name="Definitions">Places that look like the definition of a link, in the whole text.</param>
/// <param name="Signs">Signs that may begin or end emphasis, links, or addresses, in one paragraph or table.</param>
/// <param name="Cells">Cells of one table, counting those that its rows leave out.</param>
/// <param name="Depth">Blocks and inlines within each other.</param>
internal sealed record MarkdownLimits(int Lines, int Underlines, int Definitions, int Signs, int Cells, int Depth)
{
    /// <summary>Columns of a table, counted on any line of a paragraph.</summary>
    public const int Columns = 200;

    /// <summary>For one field of a person.</summary>
    public static MarkdownLimits Field { get; } = new(Lines: 8_000, Underlines: 1_000, Definitions: 1_000, Signs: 2_000, Cells: 20_000, Depth: 40);

    /// <summary>For a document: it has many fields, five of them may stand in one paragraph, and one may stand in a list.</summary>
    public static MarkdownLimits Document { get; } = new(Lines: 250_000, Underlines: 20_000, Definitions: 24_000, Signs: 16_000, Cells: 100_000, Depth: 80);
}
