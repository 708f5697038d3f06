using System.Text.RegularExpressions;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>What the text of a query tells about what an empty answer means.</summary>
internal static partial class QueryShape
{
    /// <summary>
    /// Whether a query is one selector, perhaps with a function over it and an aggregation around it. Then no series means no event: a series is born with
    /// the first one. An expression of several operands is empty whenever one of them is.
    /// </summary>
    public static bool IsPlainSelector(string query) => Plain().IsMatch(Skeleton(query));

    /// <summary>Whether a query subtracts one selector from another.</summary>
    public static bool IsDifference(string query) => Skeleton(query).Contains('-', StringComparison.Ordinal);

    /// <summary>Whether a query needs two samples of a series for an answer.</summary>
    public static bool NeedsTwoSamples(string query) => QueryTokens.Of(query).Any(t => t.Kind == QueryTokenKind.Word && TwoSamples().IsMatch(t.Text));

    // Without what stands in quotes, braces, brackets and comments, and without the labels of an aggregation.
    private static string Skeleton(string query)
    {
        var text = Inner().Replace(query, match => match.Value[0] switch
        {
            '{' => "{}",
            '[' => "[]",
            _ => "",
        });
        return Space().Replace(Grouping().Replace(text, ""), "");
    }

    [GeneratedRegex("""#[^\n]*|\{\{[^{}]*\}\}|\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\}|\[(?:[^\[\]{}]|\{\{[^{}]*\}\})*\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inner();

    [GeneratedRegex("\\b(by|without)\\s*\\([^()]*\\)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouping();

    [GeneratedRegex("^(i?rate|increase|i?delta|deriv|predict_linear)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TwoSamples();

    [GeneratedRegex("\\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Space();

    [GeneratedRegex(
        @"^\(*((sum|avg|max|min|i?rate|increase|i?delta|(sum|avg|max|min|last|count)_over_time)\(+)*([a-zA-Z_:][a-zA-Z0-9_:]*(\{\})?|\{\})(\[\])?\)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Plain();
}
