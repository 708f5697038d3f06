using System.Text;

namespace Operator.Rendering.Html;

/// <summary>Text and attribute values.</summary>
internal static class HtmlText
{
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("&<>\"'") < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = Entity(c) is { Length: > 0 } entity ? result.Append(entity) : result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>What stands for a character that may not stand for itself; empty for any other.</summary>
    public static string Entity(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => "",
    };
}
