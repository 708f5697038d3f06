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

    /// <summary>A user's query in parentheses, {{.window}} replaced, its ranges as they are seen so many seconds later (see <see cref="CanLookAhead"/>).</summary>
    public static string Query(string query, double windowSeconds, double aheadSeconds = 0) => aheadSeconds > 0
        ? $"({Line(WindowRange().Replace(query, $"[{Duration(windowSeconds)}] offset -{Duration(aheadSeconds)}"))})"
        : $"({Line(Window().Replace(query, Duration(windowSeconds)))})";

    /// <summary>Whether {{.window}} stands in a user's query only as a selector's whole range, so that an offset can follow it.</summary>
    public static bool CanLookAhead(string query) => HasWindow(query) && !HasWindow(WindowRange().Replace(query, "")) && !Pinned().IsMatch(query);

    /// <summary>Whether a user's query asks for the range.</summary>
    public static bool HasWindow(string query) => Window().IsMatch(query);

    /// <summary>Gives a figure's name to what is otherwise a vector without labels, so that one request can ask for several.</summary>
    public static string Figure(string name, string expression) => $"label_replace({expression}, \"figure\", \"{name}\", \"figure\", \"\")";

    /// <summary>Several figures in one request.</summary>
    public static string Figures(params IEnumerable<string> figures) => string.Join("\nor ", figures);

    /// <summary>
    /// By how much the counters of a selector grew in the last seconds, as seen at each moment: the difference to the value before, or,
    /// after a reset and for a new series, the value itself. Unlike increase() it needs no two samples within the stretch.
    /// </summary>
    public static string Growth(string selector, double seconds, double aheadSeconds = 0)
    {
        var value = Value(selector, -aheadSeconds);
        return $"sum((({value} - {Value(selector, seconds - aheadSeconds)}) >= 0) or {value})";
    }

    /// <summary>
    /// What series of a selector showed as their first value within the last seconds: what increase() loses of the first errors of a process
    /// that has had none. A series that only comes back after a gap of up to an hour is not new.
    /// </summary>
    public static string FirstValues(string selector, double seconds, double aheadSeconds = 0)
    {
        var earlier = seconds - aheadSeconds;
        return $"sum({Value(selector, -aheadSeconds)} unless {Value(selector, earlier)} unless last_over_time({Value(selector, 0)}[1h:5m] offset {Duration(earlier)}))";
    }

    /// <summary>Present where a selector had series so many seconds ago: not in the first slice of the data, nor in the first after a gap.</summary>
    public static string Earlier(string selector, double seconds, double aheadSeconds = 0) => $"sum({Offset(selector, seconds - aheadSeconds)})";

    /// <summary>What a selector shows so many seconds ago, or, when negative, later.</summary>
    public static string Value(string selector, double secondsAgo) => $"({Offset(selector, secondsAgo)})";

    private static string Offset(string selector, double seconds) =>
        seconds == 0 ? Line(selector) : $"{Line(selector)} offset {(seconds < 0 ? "-" : "")}{Duration(Math.Abs(seconds))}";

    private static string Line(string text) => text.Contains('#', StringComparison.Ordinal) ? $"\n{text.Trim()}\n" : text.Trim();

    [GeneratedRegex("\\{\\{-?\\s*\\$?\\.window\\s*-?\\}\\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Window();

    [GeneratedRegex("\\[\\s*\\{\\{-?\\s*\\$?\\.window\\s*-?\\}\\}\\s*\\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WindowRange();

    // What moves or pins a moment itself; in a string or a comment it does no harm to be careful.
    [GeneratedRegex("@|\\boffset\\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Pinned();

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelName();
}
