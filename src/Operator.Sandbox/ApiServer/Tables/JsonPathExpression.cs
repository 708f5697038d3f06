using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Tables;

/// <summary>The JSONPath subset of printer columns: members, indices, <c>[*]</c> and equality filters.</summary>
internal sealed partial class JsonPathExpression
{
    private readonly List<Func<JsonNode, IEnumerable<JsonNode?>>> _steps = [];

    /// <exception cref="FormatException">The path uses something that columns cannot.</exception>
    public static JsonPathExpression Parse(string path)
    {
        var result = new JsonPathExpression();
        var text = path.Trim().TrimStart('{').TrimEnd('}');
        var at = 0;
        while (at < text.Length)
        {
            var match = Step().Match(text, at);
            if (!match.Success || match.Index != at)
            {
                throw new FormatException($"JSONPath {path} cannot be read from position {at.ToString(CultureInfo.InvariantCulture)}");
            }

            result._steps.Add(ToStep(match));
            at += match.Length;
        }

        return result;
    }

    public IReadOnlyList<JsonNode> Find(JsonNode root) =>
        [.. _steps.Aggregate<Func<JsonNode, IEnumerable<JsonNode?>>, IEnumerable<JsonNode>>([root], (found, step) => found.SelectMany(step).OfType<JsonNode>())];

    private static Func<JsonNode, IEnumerable<JsonNode?>> ToStep(Match match)
    {
        if (match.Groups["member"] is { Success: true } member)
        {
            var name = member.Value.Replace("\\.", ".", StringComparison.Ordinal);
            return node => node is JsonObject o ? [o[name]] : [];
        }

        if (match.Groups["index"] is { Success: true } index)
        {
            var i = int.Parse(index.Value, CultureInfo.InvariantCulture);
            return node => node is JsonArray a && (i < 0 ? a.Count + i : i) is var n && n >= 0 && n < a.Count ? [a[n]] : [];
        }

        if (match.Groups["filter"] is { Success: true } filter)
        {
            var left = Parse(filter.Value);
            var right = match.Groups["value"].Value;
            var equal = match.Groups["operator"].Value is "==";
            return node => Children(node).Where(c => c is not null && left.Find(c).Any(v => Is(v, right)) == equal);
        }

        return Children;
    }

    private static IEnumerable<JsonNode?> Children(JsonNode node) => node switch
    {
        JsonArray array => array,
        JsonObject o => o.Select(p => p.Value),
        _ => [],
    };

    private static bool Is(JsonNode node, string value) =>
        string.Equals(node.AsText() ?? node.ToJsonString(JsonText.Relaxed), value, StringComparison.Ordinal);

    [GeneratedRegex("""\.?\[\?\(\s*@(?<filter>[^=!]+?)\s*(?<operator>==|!=)\s*["']?(?<value>.*?)["']?\s*\)\]|\.?\[(?<index>-?\d+)\]|\.?\[\*\]|\.\*|\[['"](?<member>[^'"]+)['"]\]|\.?(?<member>(?:\\\.|[^.\[\]*])+)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Step();
}
