using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Operator.Evidence;

/// <summary>Writes PromQL. Text of users stands on lines of its own, so that a comment in it swallows nothing.</summary>
internal static partial class PromQL
{
    /// <summary>A string literal.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Whether a text is a label's name as PromQL writes it without quotes.</summary>
    public static bool IsLabelName(string text) => LabelName().IsMatch(text);

    /// <summary>A duration, exact to the millisecond.</summary>
    public static string Duration(double seconds)
    {
        var milliseconds = (long)Math.Round(seconds * 1000);
        return milliseconds % 1000 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}s")
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
    }

    /// <summary>A number as PromQL reads it.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A user's selector with a range.</summary>
    public static string Range(string selector, double seconds) => $"{Line(selector)}[{Duration(seconds)}]";

    /// <summary>A user's query in parentheses, {{.window}} replaced.</summary>
    public static string Query(string query, double windowSeconds) => $"({Line(Window().Replace(query, Duration(windowSeconds)))})";

    /// <summary>A user's query in parentheses, as it stands.</summary>
    public static string Parenthesized(string query) => $"({Line(query)})";

    /// <summary>Whether a user's query asks for the range.</summary>
    public static bool HasWindow(string query) => Window().IsMatch(query);

    /// <summary>Whether a text is {{.window}} and nothing else.</summary>
    public static bool IsWindow(string text) => Window().Match(text.Trim()) is { Success: true } match && match.Length == text.Trim().Length;

    /// <summary>Gives a figure's name to what is otherwise a vector without labels, so that one request can ask for several.</summary>
    public static string Figure(string name, string expression) => $"label_replace({expression}, \"figure\", \"{name}\", \"figure\", \"\")";

    /// <summary>Several figures in one request.</summary>
    public static string Figures(params IEnumerable<string> figures) => string.Join("\nor ", figures);

    private static string Line(string text) => text.Contains('#', StringComparison.Ordinal) ? $"\n{text.Trim()}\n" : text.Trim();

    [GeneratedRegex("\\{\\{-?\\s*\\$?\\.window\\s*-?\\}\\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Window();

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelName();
}
