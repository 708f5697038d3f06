using System.Buffers;
using System.Globalization;

namespace Operator.Rendering;

/// <summary>Counts what is expensive in a text, and refuses what is beyond the limits.</summary>
internal sealed class MarkdownCosts(MarkdownLimits limits)
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("*_~[]!<(:");

    /// <summary>Counts lines, definitions of links, and the blocks that each line opens.</summary>
    public void CheckLines(ReadOnlySpan<char> text)
    {
        var (lines, underlines, definitions) = (0, 0, 0);
        var fences = default(FenceScanner);
        foreach (var line in text.EnumerateLines())
        {
            if (fences.IsCode(line))
            {
                continue;
            }

            lines++;
            underlines += !line.IsWhiteSpace() && line.IndexOfAnyExcept(" \t>-=") < 0 ? 1 : 0;
            definitions += line.Count("]:");
            CheckDepth(Opened(line));
        }

        Check(lines, limits.Lines, "has", "lines");
        Check(underlines, limits.Underlines, "underlines", "lines");
        Check(definitions, limits.Definitions, "defines", "links");
    }

    /// <summary>Counts what stands in one paragraph, table or heading.</summary>
    /// <param name="text">The block.</param>
    /// <param name="line">Its first line, from 1.</param>
    public void CheckBlock(ReadOnlySpan<char> text, int line)
    {
        if (CountSigns(text) > limits.Signs)
        {
            throw TooMuch($"has more than {limits.Signs:N0} signs of Markdown in one paragraph, which begins on line {line}");
        }

        var (rows, columns) = (0, 1);
        foreach (var row in text.EnumerateLines())
        {
            rows++;
            columns = Math.Max(columns, 1 + row.Count('|'));
        }

        if (columns > MarkdownLimits.Columns || columns * rows > limits.Cells)
        {
            throw TooMuch($"has a table of more than {MarkdownLimits.Columns} columns or {limits.Cells:N0} cells, which begins on line {line}");
        }
    }

    public void CheckDepth(int depth)
    {
        if (depth > limits.Depth)
        {
            throw TooDeep();
        }
    }

    public MarkdownTooComplexException TooDeep(Exception? inner = null) => new($"is nested deeper than {limits.Depth} levels", inner);

    private static void Check(int count, int limit, string verb, string things)
    {
        if (count > limit)
        {
            throw TooMuch($"{verb} more than {limit:N0} {things}");
        }
    }

    private static MarkdownTooComplexException TooMuch(FormattableString problem) => new(problem.ToString(CultureInfo.InvariantCulture));

    private static int CountSigns(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = text.IndexOfAny(Signs); i >= 0; i = text.IndexOfAny(Signs))
        {
            count += IsText(text, i) ? 0 : 1;
            text = text[(i + 1)..];
        }

        return count;
    }

    // A sign after a backslash is text, and so is an angle bracket that nothing follows which HTML begins with.
    private static bool IsText(ReadOnlySpan<char> text, int index) =>
        (index > 0 && text[index - 1] == '\\')
        || (text[index] == '<' && index + 1 < text.Length && !char.IsAsciiLetter(text[index + 1]) && text[index + 1] is not ('/' or '!' or '?'));

    // The quotes and list items that a line begins with.
    private static int Opened(ReadOnlySpan<char> line)
    {
        var opened = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '>')
            {
                opened++;
            }
            else if (line[i] is not (' ' or '\t'))
            {
                var digits = line[i..].IndexOfAnyExceptInRange('0', '9');
                i += Math.Max(digits, 0);
                var isItem = digits > 0 ? line[i] is '.' or ')' : line[i] is '-' or '+' or '*';
                if (!isItem || (i + 1 < line.Length && line[i + 1] is not (' ' or '\t')))
                {
                    break;
                }

                opened++;
            }
        }

        return opened;
    }
}
