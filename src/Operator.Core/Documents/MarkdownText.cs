using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Operator.Core.Documents;

/// <summary>
/// Makes untrusted text safe to stand anywhere on a line of Markdown: in a heading, a table's cell, a list, a sentence. What a
/// reader sees is the text; no structure, HTML, link, mention or reference comes out of it. Forges look for mentions, references
/// and bare URLs in rendered text, where no escape reaches, but never in code: such words become code spans.
/// </summary>
public static partial class MarkdownText
{
    /// <summary>Keeps a sign and a name apart for forges, and has no width.</summary>
    public const char WordJoiner = '\u2060';

    /// <summary>Longer text is cut.</summary>
    public const int DefaultLimit = 2000;

    /// <summary>For text that nobody wrote as Markdown, such as labels: shown character by character.</summary>
    /// <param name="text">Any text; line breaks become spaces, invisible and bidirectional control characters go.</param>
    /// <param name="limit">How many UTF-16 characters are kept.</param>
    /// <returns>Markdown for one line, empty when nothing visible is left.</returns>
    public static string Escape(string? text, int limit = DefaultLimit) => Render(text, limit, keepCode: false);

    /// <summary>For a one-line field that a person wrote: as <see cref="Escape"/>, but `code` stays code.</summary>
    /// <param name="text">What the person wrote.</param>
    /// <param name="limit">How many UTF-16 characters are kept.</param>
    /// <param name="links">Whether http and https URLs become links; not where the text is a link or a heading itself.</param>
    public static string Line(string? text, int limit = DefaultLimit, bool links = false) => Render(text, limit, keepCode: true, links);

    /// <summary>Text as a code span, such as a query. Not for a table's cell, which a pipe ends even in code.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">How many UTF-16 characters are kept.</param>
    public static string Code(string? text, int limit = DefaultLimit)
    {
        var clean = VisibleText.Clean(text, limit, out var cut);
        return (clean.Length == 0 ? "" : MarkdownTextWriter.Span(clean)) + CutNotice(cut);
    }

    /// <summary>The same for a table's cell: a pipe in code is escaped, and readers of tables take the escape away.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">How many UTF-16 characters are kept.</param>
    public static string CellCode(string? text, int limit = DefaultLimit) => Code(text, limit).Replace("|", "\\|", StringComparison.Ordinal);

    // Without one of these no pattern matches; most text has none, and looking for them is far cheaper.
    private static readonly SearchValues<char> LiveSigns = SearchValues.Create("@#");

    // What else follows may make an address of the name before it.
    private static readonly SearchValues<char> AfterHandle = SearchValues.Create(" ,.;!?)'\"");

    // Each has one of three signs. One search for all of them would have to be compiled when the program starts.
    private static readonly string[] LiveWords = ["://", "www.", "mailto:", "xmpp:", "GH-"];

    private static string Render(string? text, int limit, bool keepCode, bool links = false)
    {
        var clean = VisibleText.Clean(text, limit, out var cut);
        if (clean.Length == 0)
        {
            return "";
        }

        var mayLive = clean.AsSpan().ContainsAny(LiveSigns) || HasLiveWord(clean) || (keepCode && clean.Contains('`', StringComparison.Ordinal));
        return (mayLive ? WithCode(clean, keepCode, links) : MarkdownTextWriter.Escape(clean)) + CutNotice(cut);
    }

    private static bool HasLiveWord(string text) =>
        text.AsSpan().IndexOfAny(':', '.', '-') >= 0 && Array.Exists(LiveWords, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string WithCode(string clean, bool keepCode, bool links)
    {
        var writer = new MarkdownTextWriter(clean);
        var position = 0;
        var pattern = keepCode ? LiveOrCode() : Live();
        for (var match = pattern.Match(clean); match.Success; match = pattern.Match(clean, position))
        {
            var code = match.Groups["code"];
            var link = links && !code.Success ? Link(match.Value) : null;
            var live = code.Success ? code.Value.Trim() : link?.Text ?? Trimmed(match.Value);
            writer.Text(clean.AsSpan(position, match.Index - position));
            position = match.Index + (code.Success ? match.Length : live.Length);
            if (link is { } found)
            {
                writer.Link(found.Url);
            }
            else
            {
                Write(writer, live, isCode: code.Success, next: position < clean.Length ? clean[position] : ' ');
            }
        }

        writer.Text(clean.AsSpan(position));
        return writer.Finish();
    }

    private static void Write(MarkdownTextWriter writer, string live, bool isCode, char next)
    {
        if (!isCode && live[0] == '@' && AfterHandle.Contains(next) && !HasLiveWord(live))
        {
            writer.Handle(live);
        }
        else
        {
            Code(writer, live);
        }
    }

    // A pipe ends a cell even in code, and elsewhere its escape would be seen in code: it stands between two spans.
    private static void Code(MarkdownTextWriter writer, string live)
    {
        var parts = live.Split('|');
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            var code = part.Trim();
            var start = part.Length - part.TrimStart().Length;
            writer.Text(i > 0 ? "|" : "");
            writer.Text(part.AsSpan(0, start));
            if (code.Length > 0)
            {
                writer.Code(code);
            }

            writer.Text(part.AsSpan(start + code.Length));
        }
    }

    // The address at the beginning, where it is one as it is written; what a reader would see otherwise stays as it is.
    private static (string Text, Uri Url)? Link(string match)
    {
        var address = Address().Match(match).Value;
        if (address.Length < match.Length && char.IsLetterOrDigit(match[address.Length]))
        {
            // Who can tell whether it belongs to the address?
            return null;
        }

        var text = Trimmed(address);
        return MarkdownLink.Parse(text) is { } url && (string.Equals(url.AbsoluteUri, text, StringComparison.OrdinalIgnoreCase) || string.Equals(url.AbsoluteUri, text + "/", StringComparison.OrdinalIgnoreCase)) ? (text, url) : null;
    }

    // A sentence's own signs at the end of an address are not part of it; a bracket is when it was opened there.
    private static string Trimmed(string match)
    {
        var trimmed = match.TrimEnd('.', ',', ';', ':', '!', '?', ')', '\'', '"');
        return trimmed.Length < match.Length && match[trimmed.Length] == ')' && trimmed.Count(c => c == '(') > trimmed.Count(c => c == ')')
            ? match[..(trimmed.Length + 1)]
            : trimmed;
    }

    private static string CutNotice(int? total) =>
        total is { } length ? string.Create(CultureInfo.InvariantCulture, $"… (cut; {length:N0} characters in all)") : "";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Far beyond what text of the limit takes; text is cut before it is searched.
    private const int TimeoutMilliseconds = 5000;

    // URLs and web addresses; words with an @ (mentions, e-mail addresses) or with #1 (references); GH-1.
    // Case is ignored in this part alone: of a backreference that ignores case the generator makes no code, only an interpreter's.
    private const string LivePattern =
        @"(?i:[A-Za-z][A-Za-z0-9+.\-]*://[^\s`|<>]+|www\.[^\s`|<>]+|(mailto|xmpp):[^\s`|<>]+"
        + @"|(?<![\w.+/\-])[\w.+/\-]*(@\w[\w./\-]*|\#[0-9]+)|@\w[\w./\-]*|\#[0-9]+|GH-[0-9]+)";

    // What RFC 3986 lets stand in an address, but for what is more often around it: *, and a bracket that was not opened there. Another address after a comma is its own.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.\-]*://(?:\[[0-9A-Fa-f:.]+\])?(?:(?![,;]https?://)[A-Za-z0-9\-._~:/?#@!$&'()+,;=%])*", Options, TimeoutMilliseconds)]
    private static partial Regex Address();

    [GeneratedRegex(LivePattern, Options, TimeoutMilliseconds)]
    private static partial Regex Live();

    [GeneratedRegex(@"(?<!`)(?<fence>`+)(?!`)(?<code>.*?[^`])\k<fence>(?!`)|" + LivePattern, Options, TimeoutMilliseconds)]
    private static partial Regex LiveOrCode();
}
