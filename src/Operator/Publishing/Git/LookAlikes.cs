using System.Text;

namespace Operator.Publishing.Git;

/// <summary>
/// Makes paths equal that people or file systems take for the same: case, letters of Cyrillic and Greek that look like Latin ones, and the two
/// forms of a letter with an accent. The program has no tables of Unicode; these are the letters that names are made of.
/// </summary>
internal static class LookAlikes
{
    // Cyrillic and Greek, and what each looks like as a small or as a capital letter.
    private const string Others = "авеѕіјкмнорстухԁԛԝһӏαβεζηικμνορτυχ";
    private const string Latin = "abesijkmhopctyxdqwhlabezhikmnoptyx";

    // U+00C0 to U+017F without their accents; a dot where there is none.
    private const string Plain = "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii.nooooo..uuuuy.y"
        + "AaAaAaCcCcCcCcDd..EeEeEeEeEeGgGgGgGgHh..IiIiIiIiI...JjKk.LlLlLl....NnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZz.";

    // Stands for any accent: which one is hard to see.
    private const char Accent = '\u0301';

    /// <summary>A text that is the same for paths that look the same.</summary>
    public static string Fold(string path)
    {
        var folded = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (c is >= '\u00c0' and <= '\u017f' && Plain[c - '\u00c0'] is not '.' and var plain)
            {
                folded.Append(char.ToLowerInvariant(plain)).Append(Accent);
            }
            else if (c is >= '\u0300' and <= '\u036f')
            {
                folded.Append(Accent);
            }
            else
            {
                var small = char.ToLowerInvariant(c);
                folded.Append(Others.IndexOf(small, StringComparison.Ordinal) is >= 0 and var index ? Latin[index] : small);
            }
        }

        return folded.ToString();
    }
}
