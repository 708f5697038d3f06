using Markdig.Extensions.Tables;

namespace Operator.Rendering.Html;

/// <summary>What the columns of a table hold, which decides how they may shrink.</summary>
internal sealed class TableColumns
{
    /// <summary>With more columns, the cells of a row stand below each other on a narrow screen.</summary>
    public const int MostSideBySide = 3;

    // A time, a count, a handle: breaking it would save nothing.
    private const int ShortText = 12;

    // What a row is about, mostly a moment such as 2025-12-14 10:02:15, breaks on a phone only.
    private const int ShortHead = 20;

    // The same moment in a second zone stands beside it.
    private const int Heads = 2;

    // Longer words are addresses and queries, which may break anywhere.
    private const int LongWord = 24;

    private readonly List<string> _headings = [];
    private readonly List<int> _longest = [];
    private readonly List<int> _longestWords = [];

    public TableColumns(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            for (var i = 0; i < row.Count; i++)
            {
                var text = InlineText.Of(row[i]);
                if (i == _longest.Count)
                {
                    _headings.Add("");
                    _longest.Add(0);
                    _longestWords.Add(0);
                }

                if (row.IsHeader)
                {
                    _headings[i] = text;
                }

                _longest[i] = Math.Max(_longest[i], text.Length);
                _longestWords[i] = Math.Max(_longestWords[i], LongestWord(text));
            }
        }
    }

    /// <summary>Whether there are so many columns that a phone cannot show them side by side.</summary>
    public bool AreMany => _headings.Count > MostSideBySide;

    /// <summary>The headings as a sentence.</summary>
    public string Title => string.Join(", ", _headings.Where(h => h.Length > 0));

    /// <summary>A column's heading; empty without one.</summary>
    public string Heading(int column) => _headings[column];

    /// <summary>The class of a column's cells; null for one that breaks between words as usual.</summary>
    public string? Class(int column) =>
        _longest[column] <= ShortText ? "short"
        : column < Heads && _longest[column] <= ShortHead ? "head"
        : _longestWords[column] > LongWord ? "long"
        : null;

    private static int LongestWord(string text)
    {
        var (longest, length) = (0, 0);
        foreach (var c in text)
        {
            length = char.IsWhiteSpace(c) ? 0 : length + 1;
            longest = Math.Max(longest, length);
        }

        return longest;
    }
}
