using System.Buffers;
using System.Text;

namespace Operator.Rendering.Html.Plain;

/// <summary>
/// The lines of a heading, a paragraph or a cell: text with escapes, code, emphasis that is not nested, links with their address
/// in angle brackets. Whatever could be anything else is refused.
/// </summary>
/// <param name="source">The whole text: what stands beside a sign decides what it means.</param>
/// <param name="html">Where to write.</param>
internal sealed class PlainInlines(string source, TextBuffer html)
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private static readonly SearchValues<char> Signs = SearchValues.Create("\n\t\\`*_~[]!<>&\"|/");

    private readonly bool _hasBareLinks = HasBareLinks(source);

    /// <summary>Writes a range of the text.</summary>
    /// <param name="start">The first character.</param>
    /// <param name="end">The place after the last one.</param>
    /// <param name="words">Takes what a reader sees, without tags.</param>
    /// <param name="inLink">Whether it is a link's text, which has no link and no emphasis within.</param>
    /// <returns>Whether all of it is plain; if not, what was written is of no use.</returns>
    public bool TryWrite(int start, int end, StringBuilder? words = null, bool inLink = false)
    {
        var (position, emphasis) = (start, "");
        while (true)
        {
            var run = position;
            position = NextSign(position, end);
            var lineEnds = position < end && source[position] == '\n';
            if (!Literal(run, position, lineEnds, words) || (lineEnds && emphasis.Length > 0))
            {
                return false;
            }

            if (position == end)
            {
                return emphasis.Length == 0;
            }

            var understood = source[position] is '*' or '_'
                ? !inLink && Emphasis(ref position, end, ref emphasis)
                : Sign(ref position, end, words, inLink);
            if (!understood)
            {
                return false;
            }
        }
    }

    private int NextSign(int position, int end)
    {
        for (; position < end; position++)
        {
            var sign = source.AsSpan(position, end - position).IndexOfAny(Signs);
            if (sign < 0)
            {
                return end;
            }

            position += sign;
            if (!IsText(position, end))
            {
                return position;
            }
        }

        return end;
    }

    // A sign that means nothing where it stands.
    private bool IsText(int at, int end) => source[at] switch
    {
        '/' => !(At(at - 1) == ':' && At(at + 1) == '/'),
        '!' => At(at + 1) != '[',
        '~' => At(at - 1) != '~' && At(at + 1) != '~',
        '_' => at + 1 < end && char.IsLetterOrDigit(At(at - 1)) && char.IsLetterOrDigit(At(at + 1)),
        _ => false,
    };

    // What becomes a link without any sign. One search for all of them would have to be compiled when the program starts.
    private static bool HasBareLinks(ReadOnlySpan<char> text) =>
        text.Contains("www.", StringComparison.Ordinal) || text.Contains("mailto:", StringComparison.Ordinal) || text.Contains("tel:", StringComparison.Ordinal);

    private bool Literal(int start, int end, bool lineEnds, StringBuilder? words)
    {
        var text = source.AsSpan(start, end - start);
        if (_hasBareLinks && HasBareLinks(text))
        {
            return false;
        }

        html.Append(lineEnds ? text.TrimEnd(' ') : text);
        words?.Append(text);
        return true;
    }

    private bool Sign(ref int position, int end, StringBuilder? words, bool inLink)
    {
        switch (source[position])
        {
            case '\n' when !inLink:
                html.Append(At(position - 1) == ' ' && At(position - 2) == ' ' ? "<br />\n" : "\n");
                position += 1 + Run(position + 1, end, ' ');
                return true;
            case '"' or '>':
                return Character(source[position], ref position, 1, words);
            case '\\' when position + 1 < end && Punctuation.Contains(source[position + 1], StringComparison.Ordinal):
                return Character(source[position + 1], ref position, 2, words);
            case '&':
                return Ampersand(ref position, end, words);
            case '`' when At(position - 1) != '`':
                return Code(ref position, end, words);
            case '<' when !inLink && words is null:
                return PlainLinks.TryWriteBare(source, ref position, end, html);
            case '[' when !inLink && words is null:
                return PlainLinks.TryWriteTitled(source, ref position, end, html, this);
            default:
                return false;
        }
    }

    private bool Character(char c, ref int position, int length, StringBuilder? words)
    {
        html.AppendHtml([c]);
        words?.Append(c);
        position += length;
        return true;
    }

    // Of entities only the one that stands for a backtick in text that nobody wrote as Markdown.
    private bool Ampersand(ref int position, int end, StringBuilder? words)
    {
        const string Backtick = "&#96;";
        var rest = source.AsSpan(position, end - position);
        if (rest.StartsWith(Backtick, StringComparison.Ordinal))
        {
            return Character('`', ref position, Backtick.Length, words);
        }

        return !(rest.Length > 1 && (char.IsAsciiLetterOrDigit(rest[1]) || rest[1] == '#')) && Character('&', ref position, 1, words);
    }

    private bool Code(ref int position, int end, StringBuilder? words)
    {
        var fence = Run(position, end, '`');
        var start = position + fence;
        for (var close = start; close < end && source[close] != '\n'; close++)
        {
            if (source[close] != '`')
            {
                continue;
            }

            var length = Run(close, end, '`');
            if (length == fence)
            {
                var code = source.AsSpan(start, close - start);
                var padded = code.Length > 2 && code[0] == ' ' && code[^1] == ' ' && code.ContainsAnyExcept(' ');
                code = padded ? code[1..^1] : code;
                html.Append("<code>").AppendHtml(code).Append("</code>");
                words?.Append(code);
                position = close + length;
                return true;
            }

            close += length - 1;
        }

        return false;
    }

    // Only where a run can do one thing: it opens after a space and closes before one, or between a word and punctuation.
    private bool Emphasis(ref int position, int end, ref string open)
    {
        var c = source[position];
        var length = Run(position, end, c);
        var (before, after) = (position == 0 ? '\n' : source[position - 1], position + length < end ? source[position + length] : '\n');
        var run = (c, length) switch { ('*', 1) => "*", ('*', 2) => "**", ('_', 1) => "_", ('_', 2) => "__", _ => "" };
        // An entity or half a character says nothing by itself.
        if (run.Length == 0 || after == '&'
            || (char.IsSurrogate(before) && !char.IsSurrogatePair(At(position - 2), before))
            || (char.IsSurrogate(after) && !char.IsSurrogatePair(after, At(position + length + 1))))
        {
            return false;
        }

        if (open.Length == 0 && before is ' ' or '\n' && !char.IsWhiteSpace(after))
        {
            html.Append(length == 2 ? "<strong>" : "<em>");
            open = run;
        }
        else if (open == run && !char.IsWhiteSpace(before) && before != c
            && (after is ' ' or '\n' || (Punctuation.Contains(after, StringComparison.Ordinal) && char.IsLetterOrDigit(before))))
        {
            html.Append(length == 2 ? "</strong>" : "</em>");
            open = "";
        }
        else
        {
            return false;
        }

        position += length;
        return true;
    }

    private int Run(int start, int end, char c)
    {
        var length = source.AsSpan(start, end - start).IndexOfAnyExcept(c);
        return length < 0 ? end - start : length;
    }

    private char At(int index) => index >= 0 && index < source.Length ? source[index] : '\n';
}
