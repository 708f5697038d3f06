namespace Operator.Validation;

/// <summary>Says in words what a pattern asks for.</summary>
internal static class PatternHints
{
    private static readonly Hint[] Hints =
    [
        new("https?://", "an http:// or https:// URL without spaces"),
        new("calendarMonth", "a duration such as 30d, units from long to short, or calendarMonth"),
        new("[A-Z]{3}", "three capital letters, such as USD"),
        new(@"(\.[a-z0-9]", "lower-case letters, digits, dashes and dots, beginning and ending with a letter or digit"),
        new("[-A-Za-z0-9_./#]", "letters, digits and the signs - _ . / #, beginning with a letter, digit or #, and ending with a letter or digit, such as AI-1 or org/repo#12"),
        new("[-a-z0-9]*", "lower-case letters, digits and dashes, beginning and ending with a letter or digit"),
        new("[0-9]+", "a duration such as 5m or 1h30m"),
    ];

    /// <summary>The words, or the pattern itself where there are none.</summary>
    /// <param name="pattern">A pattern of the schema.</param>
    public static string For(string pattern) =>
        Array.Find(Hints, h => pattern.Contains(h.Part, StringComparison.Ordinal))?.Words ?? $"it must match {pattern}";

    private sealed record Hint(string Part, string Words);
}
