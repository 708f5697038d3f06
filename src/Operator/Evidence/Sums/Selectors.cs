using System.Text.RegularExpressions;

namespace Operator.Evidence.Sums;

/// <summary>Finds the series selectors with a range in a query that a person wrote, to estimate what it costs.</summary>
internal static partial class Selectors
{
    private const int Most = 4;

    /// <summary>The selectors, each once, without their ranges; at most four. A query of recorded values has none.</summary>
    public static IReadOnlyList<string> WithRange(string query) =>
        [.. RangeSelector().Matches(query).Select(m => m.Groups["selector"].Value.Trim()).Distinct(StringComparer.Ordinal).Take(Most)];

    [GeneratedRegex(
        """(?<selector>(?:[a-zA-Z_:][a-zA-Z0-9_:]*\s*)?\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\}|[a-zA-Z_:][a-zA-Z0-9_:]*)\s*\[""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex RangeSelector();
}
