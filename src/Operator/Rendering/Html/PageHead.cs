using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Operator.Core.Documents.Charts;

namespace Operator.Rendering.Html;

/// <summary>What stands before a page's content: its policy, which names all styles by hash, and the styles themselves.</summary>
internal static class PageHead
{
    private const int LongestHeader = 90;

    private static readonly string Style = EmbeddedText.Read("document.css");

    private static readonly string StyleSources = $"{Hash(Style)} {Hash(SliChartStyle.Css)}";

    /// <summary>Writes it, up to the beginning of the body.</summary>
    /// <param name="title">The page's title, which also stands on each printed sheet.</param>
    /// <param name="hasPictures">Whether the page holds pictures; they are in the page itself.</param>
    public static string Of(string title, bool hasPictures)
    {
        var header = $"@page{{@top-left{{content:{CssString(title)}}}}}";
        var policy = $"default-src 'none'; style-src {StyleSources} {Hash(header)}; {(hasPictures ? "img-src data:; " : "")}base-uri 'none'; form-action 'none'";
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
            + $"<title>{HtmlText.Escape(title)}</title>\n<style>{Style}</style>\n<style>{header}</style>\n</head>\n<body>\n";
    }

    // Whatever is not a letter or digit is written by its number, so that nothing can end the string or the style.
    private static string CssString(string text)
    {
        var result = new StringBuilder("\"");
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++count > LongestHeader)
            {
                result.Append("\\2026 ");
                break;
            }

            _ = Rune.IsLetterOrDigit(rune) || rune.Value is ' ' ? result.Append(rune.ToString()) : result.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:x} ");
        }

        return result.Append('"').ToString();
    }

    private static string Hash(string style) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'";
}
