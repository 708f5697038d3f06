using System.Buffers;
using System.Text;

namespace Operator.Core.Documents;

/// <summary>Writes runs of plain text and code, joining runs of code that touch: two fences would read as one.</summary>
/// <param name="source">The whole text.</param>
internal sealed class MarkdownTextWriter(string source)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_[]<~^|&$#+=!");

    // What begins a block where the text begins a line.
    private static readonly SearchValues<char> SpecialAtStart = SearchValues.Create("#+-=:>0123456789");

    private readonly StringBuilder _result = new();
    private readonly StringBuilder _code = new();

    // One amount alone has no partner; of two signs the second may stand in code, where some readers let mathematics end.
    private readonly bool _isSingleDollar = source.IndexOf('$', StringComparison.Ordinal) == source.LastIndexOf('$');

    /// <summary>Text without any code: mostly itself.</summary>
    public static string Escape(string text)
    {
        if (text.Length == 0 || (!text.AsSpan().ContainsAny(Special) && !SpecialAtStart.Contains(text[0])))
        {
            return text;
        }

        var writer = new MarkdownTextWriter(text);
        writer.Text(text);
        return writer.Finish();
    }

    /// <summary>One run of code.</summary>
    /// <param name="code">Not empty.</param>
    public static string Span(string code)
    {
        var fence = code.Contains('`', StringComparison.Ordinal) ? new string('`', LongestRun(code) + 1) : "`";
        var pad = code[0] == '`' || code[^1] == '`' || (code[0] == ' ' && code[^1] == ' ') ? " " : "";
        return string.Concat([fence, pad, code, pad, fence]);
    }

    public void Text(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        FlushCode();
        var position = 0;
        if (_result.Length == 0 && SpecialAtStart.Contains(text[0]))
        {
            position = Start(text);
        }

        while (position < text.Length)
        {
            var plain = text[position..].IndexOfAny(Special);
            plain = plain < 0 ? text.Length - position : plain;
            _result.Append(text.Slice(position, plain));
            position += plain;
            if (position < text.Length)
            {
                Append(text, position, start: false);
                position++;
            }
        }
    }

    public void Code(string code) => _code.Append(code);

    /// <summary>An address as a link.</summary>
    public void Link(Uri url)
    {
        FlushCode();
        _result.Append(MarkdownLink.Bare(url));
    }

    /// <summary>A person's handle as text that no forge takes for a mention: a word joiner, which nobody sees, keeps sign and name apart.</summary>
    public void Handle(string handle)
    {
        FlushCode();
        _result.Append('@').Append(MarkdownText.WordJoiner);
        Text(handle.AsSpan(1));
    }

    public string Finish()
    {
        FlushCode();
        return _result.ToString();
    }

    // The first character, or a number that would count an item and the sign after it.
    private int Start(ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var length = digits < 0 ? text.Length : digits + 1;
        for (var i = 0; i < length; i++)
        {
            Append(text, i, start: true);
        }

        return length;
    }

    private void Append(ReadOnlySpan<char> text, int i, bool start)
    {
        var c = text[i];
        var next = i + 1 < text.Length ? text[i + 1] : '\0';
        if (c == '`')
        {
            // An escaped backtick next to a code span's fence confuses parsers; an entity does not.
            _result.Append("&#96;");
            return;
        }

        var escape = c switch
        {
            '\\' or '*' or '[' or ']' or '~' or '^' or '|' => true,
            // Before a digit or a space it begins no tag and no link.
            '<' => char.IsAsciiLetter(next) || next is '/' or '!' or '?' or '\0',
            '_' => i == 0 || !char.IsLetterOrDigit(text[i - 1]) || !char.IsLetterOrDigit(next),
            '&' => char.IsAsciiLetterOrDigit(next) || next is '#' or '\0',
            // GitHub reads $x$ as mathematics; before a digit it is an amount.
            '$' => !_isSingleDollar || !char.IsAsciiDigit(next),
            '!' => next == '\0',
            // ++ and == are marks in some dialects; a # at the end closes a heading.
            '+' or '=' when next == c || (i > 0 && text[i - 1] == c) => true,
            '#' when next is '#' or '\0' => true,
            // What begins a block where the text begins a line.
            '>' => start && i == 0,
            '#' or '+' or '-' => start && i == 0 && (next is ' ' or '\0' || IsLineOf(text, c)),
            '=' or ':' => start && i == 0 && IsLineOf(text, c),
            '.' or ')' => start && next is ' ' or '\0' && IsNumber(text[..i]),
            _ => false,
        };

        if (escape)
        {
            _result.Append('\\');
        }

        _result.Append(c);
    }

    // Rules, underlines of headings and rows of tables are lines of nothing but their signs.
    private static bool IsLineOf(ReadOnlySpan<char> text, char sign) => text.IndexOfAnyExcept([sign, ' ', '-', '|', ':']) < 0;

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and < 10 && !text.ContainsAnyExceptInRange('0', '9');

    private void FlushCode()
    {
        if (_code.Length == 0)
        {
            return;
        }

        _result.Append(Span(_code.ToString()));
        _code.Clear();
    }

    private static int LongestRun(string code)
    {
        int longest = 0, run = 0;
        foreach (var c in code)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
