using System.Buffers;

namespace Operator.Rendering.Html.Plain;

/// <summary>Code between two fences.</summary>
internal static class PlainFence
{
    private static readonly SearchValues<char> LanguageSigns = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-.");

    public static bool TryWrite(SourceLines lines, TextBuffer html)
    {
        var opening = lines.Current;
        var sign = opening[0];
        var length = opening.IndexOfAnyExcept(sign);
        length = length < 0 ? opening.Length : length;
        var language = opening[length..];
        if (language.ContainsAnyExcept(LanguageSigns))
        {
            return false;
        }

        html.Append("<pre><code");
        if (language.Length > 0)
        {
            html.Append(" class=\"language-").Append(language).Append("\"");
        }

        html.Append(">");
        for (lines.MoveNext(); !lines.Ended; lines.MoveNext())
        {
            var line = lines.Current;
            var closing = line.TrimStart(' ');
            if (closing.Length >= length && !closing.ContainsAnyExcept(sign))
            {
                html.Append("</code></pre>\n");
                var indented = closing.Length < line.Length;
                lines.MoveNext();
                return !indented;
            }

            // A fence with spaces after it ends some blocks and not others.
            if (closing.Length >= length && !closing.TrimEnd().ContainsAnyExcept(sign))
            {
                return false;
            }

            html.AppendHtml(line).Append("\n");
        }

        return false;
    }
}
