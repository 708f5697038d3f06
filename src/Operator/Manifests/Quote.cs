using System.Text;

namespace Operator.Manifests;

/// <summary>Shows text of people in messages: on one line, without control characters, cut where it is long.</summary>
internal static class Quote
{
    private const int Longest = 60;
    private const int LongestPath = 300;

    /// <summary>The text in quotes.</summary>
    /// <param name="text">Anything.</param>
    public static string Text(string text) => $"'{Short(text)}'";

    /// <summary>A field's path.</summary>
    /// <param name="path">Its names may hold anything.</param>
    public static string Path(string path) => Short(path, LongestPath);

    /// <summary>The text without quotes.</summary>
    /// <param name="text">Anything.</param>
    public static string Short(string text) => Short(text, Longest);

    private static string Short(string text, int longest)
    {
        var shown = new StringBuilder();
        var runes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (runes++ == longest)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format ? " " : rune.ToString());
        }

        return shown.ToString();
    }
}
