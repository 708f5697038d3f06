using System.Text.RegularExpressions;

namespace Operator.Evidence.Counters;

/// <summary>Compares selectors that people wrote: spaces, the order of matchers and the kind of quotes do not matter.</summary>
internal static partial class SelectorText
{
    /// <summary>One text for all ways to write a selector; what is not understood stays as it is.</summary>
    public static string Canonical(string selector)
    {
        var open = selector.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return selector.Trim();
        }

        var (name, matchers) = (selector[..open].Trim(), selector[(open + 1)..selector.LastIndexOf('}')]);
        var rest = Matcher().Replace(matchers, "");
        return rest.Trim(' ', ',', '\n', '\r', '\t').Length > 0 ? selector : $"{name}{{{string.Join(',', Matcher().Matches(matchers).Select(One).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}}}";
    }

    // An escape means the same between both kinds of quotes; between backticks there is none.
    private static string One(Match match) =>
        $"{match.Groups["label"].Value}{match.Groups["operator"].Value}{(match.Groups["value"].Value is ['`', ..] raw ? PromQL.Quote(raw[1..^1]) : $"\"{match.Groups["value"].Value[1..^1]}\"")}";

    [GeneratedRegex(
        """(?<label>[a-zA-Z_][a-zA-Z0-9_]*)\s*(?<operator>=~|!~|!=|=)\s*(?<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Matcher();
}
