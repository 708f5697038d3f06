using System.Text.RegularExpressions;

namespace Operator.FollowUp;

/// <summary>What must be known of a PromQL query before it is asked: the series that it reads, and whether it compares. The server judges its syntax.</summary>
/// <param name="Selectors">The selectors of series, each once, without ranges; at most four.</param>
/// <param name="Compares">Whether it has a part that leaves something out: a comparison, absent(), unless or and.</param>
/// <param name="HasBool">Whether a comparison gives 0 or 1 instead of leaving something out.</param>
internal sealed partial record QueryOutline(IReadOnlyList<string> Selectors, bool Compares, bool HasBool)
{
    private const int MostSelectors = 4;

    private static readonly string[] Grouping = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private static readonly string[] Filtering = ["and", "unless", "absent", "absent_over_time"];
    private static readonly string[] Words = ["or", "offset", "atan2", "inf", "nan", "start", "end"];

    private const string TooComplicated = "it cannot be read, because it is too long and has too many quotes or braces; record it as a rule";

    private const string Unbalanced = "its parentheses do not match";
    private const string OtherTime = "it asks of another time, with @ or a negative offset, so that the present or the future would count as the past; remove it";

    private string? Unreadable { get; init; }

    // As in "x > 0 or vector(0)".
    private bool HasConstantSide { get; init; }

    /// <summary>Why the query can prove nothing; null when it can.</summary>
    public string? Problem => Unreadable
        ?? (HasBool ? "a comparison with bool gives 0 or 1 and always has a value; remove bool"
        : !Compares ? "it compares nothing, so that it would hold whatever its value; write a comparison such as > 0"
        : HasConstantSide ? "one side of its or compares nothing, so that it would hold whatever the other says; put the or into parentheses and compare the whole, as in (x or vector(0)) > 0"
        : null);

    public static QueryOutline Of(string query)
    {
        try
        {
            return Read(query);
        }
        catch (RegexMatchTimeoutException)
        {
            return Refused(TooComplicated);
        }
    }

    private static QueryOutline Refused(string why) => new([], Compares: false, HasBool: false) { Unreadable = why };

    private static QueryOutline Read(string query)
    {
        var selectors = new List<string>();
        var (compares, hasBool) = (false, false);
        var (depth, hasOr, hasConstantSide, sideCompares) = (0, false, false, false);
        var tokens = Token().Matches(query).Where(t => !t.Groups["skip"].Success).ToList();
        for (var i = 0; i < tokens.Count; i++)
        {
            var text = tokens[i].Value;
            var next = i + 1 < tokens.Count ? tokens[i + 1] : null;
            depth += text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth < 0)
            {
                return Refused(Unbalanced);
            }

            if (text == "@" || (next is { Value: "-" } && text.Equals("offset", StringComparison.OrdinalIgnoreCase)))
            {
                return Refused(OtherTime);
            }

            if (tokens[i].Groups["comparison"].Success)
            {
                sideCompares = true;
                var isBool = next is { Value: "bool" };
                (compares, hasBool) = (compares || !isBool, hasBool || isBool);
            }
            else if (tokens[i].Groups["braces"].Success)
            {
                selectors.Add(text);
            }
            else if (tokens[i].Groups["name"].Success)
            {
                var word = text.ToLowerInvariant();
                compares |= Filtering.Contains(word, StringComparer.Ordinal);
                sideCompares |= Filtering.Contains(word, StringComparer.Ordinal);
                if (word == "or" && depth == 0)
                {
                    (hasOr, hasConstantSide, sideCompares) = (true, hasConstantSide || !sideCompares, false);
                }

                if (Grouping.Contains(word, StringComparer.Ordinal))
                {
                    i = AfterLabels(tokens, i);
                }
                else if (next?.Groups["braces"].Success == true)
                {
                    selectors.Add(text + tokens[++i].Value);
                }
                else if (next?.Value != "(" && word != "bool" && !Filtering.Contains(word, StringComparer.Ordinal) && !Words.Contains(word, StringComparer.Ordinal) && !IsAggregation(tokens, i))
                {
                    selectors.Add(text);
                }
            }
        }

        return depth != 0 ? Refused(Unbalanced) : new QueryOutline([.. selectors.Distinct(StringComparer.Ordinal).Take(MostSelectors)], compares, hasBool) { HasConstantSide = hasOr && (hasConstantSide || !sideCompares) };
    }

    // In "sum by (job) (x)" no parenthesis follows the aggregation.
    private static bool IsAggregation(List<Match> tokens, int index) =>
        index + 2 < tokens.Count && tokens[index + 1].Value.ToLowerInvariant() is "by" or "without" && tokens[index + 2].Value == "(";

    private static int AfterLabels(List<Match> tokens, int index)
    {
        if (index + 1 >= tokens.Count || tokens[index + 1].Value != "(")
        {
            return index;
        }

        var end = tokens.FindIndex(index + 1, t => t.Value == ")");
        return end < 0 ? tokens.Count : end;
    }

    [GeneratedRegex(
        """(?<skip>\#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\[[^\]]*\]|[0-9][0-9a-zA-Z_.]*)|(?<braces>\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<comparison>==|!=|<=|>=|<|>)|[^\s]""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000)]
    private static partial Regex Token();
}
