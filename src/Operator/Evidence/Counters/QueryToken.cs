using System.Text.RegularExpressions;

namespace Operator.Evidence.Counters;

/// <summary>A word of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="At">Where it stands in the query.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, int At)
{
    /// <summary>Whether it is this word or sign; PromQL's own words are written in any case.</summary>
    public bool Is(string text) => Kind is QueryTokenKind.Word or QueryTokenKind.Sign && string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Kinds of words in a query.</summary>
internal enum QueryTokenKind
{
    /// <summary>A name of a metric, a function or a label, or a keyword.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Matchers in braces.</summary>
    Matchers,

    /// <summary>A range in brackets.</summary>
    Range,

    /// <summary>A parenthesis, a comma or an operator.</summary>
    Sign,

    /// <summary>A string, a duration, a comparison: what sums of counters do not hold.</summary>
    Other,
}

/// <summary>Cuts a query into words.</summary>
internal static partial class QueryTokens
{
    /// <summary>The words, without spaces and comments.</summary>
    public static IReadOnlyList<QueryToken> Of(string query) =>
    [
        .. Token().Matches(query)
            .Select(m => (m.Value, m.Index, Group: m.Groups.Values.Skip(1).FirstOrDefault(g => g.Success)))
            .Where(m => m.Group is not null)
            .Select(m => new QueryToken(Enum.Parse<QueryTokenKind>(m.Group!.Name), m.Value, m.Index)),
    ];

    [GeneratedRegex(
        """\s+|\#[^\n]*|(?<Word>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<Number>[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?(?![0-9a-zA-Z_:.]))|(?<Matchers>\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})|(?<Range>\[(?:[^\[\]{}]|\{\{[^{}]*\}\})*\])|(?<Sign>[-+*/(),])|(?<Other>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[0-9][0-9a-zA-Z_.]*|[^\s])""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Token();
}
