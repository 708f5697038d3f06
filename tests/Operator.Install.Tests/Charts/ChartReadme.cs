using System.Text.Json.Nodes;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>The table of values in the chart's README, made from the comments in values.yaml.</summary>
internal static class ChartReadme
{
    private const int LongestDefault = 60;

    public const string Begin = "<!-- values: begin -->\n";
    public const string End = "<!-- values: end -->\n";

    public static string Path { get; } = System.IO.Path.Combine(Helm.Chart, "README.md");

    /// <summary>One row for each value that has a comment.</summary>
    public static string Table()
    {
        var file = System.IO.Path.Combine(Helm.Chart, "values.yaml");
        var values = Yaml.Read(file);
        var rows = Comments(File.ReadAllLines(file)).Select(c => $"| `{c.Path}` | {c.Text.Replace("|", "\\|", StringComparison.Ordinal)} | {Default(values, c.Path)} |");
        return string.Join('\n', ["| value | meaning | default |", "|---|---|---|", .. rows, ""]);
    }

    /// <summary>Each key with the first paragraph of the comment above it.</summary>
    private static IEnumerable<(string Path, string Text)> Comments(string[] lines)
    {
        var parents = new Stack<(int Indent, string Key)>();
        var comment = new List<string>();
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (text.StartsWith('#'))
            {
                comment.Add(text[1..].Trim());
                continue;
            }

            var indent = line.Length - line.TrimStart().Length;
            if (text.Length > 0 && text[0] != '-' && text.Split(':', 2) is [var key, _])
            {
                while (parents.Count > 0 && parents.Peek().Indent >= indent)
                {
                    parents.Pop();
                }

                parents.Push((indent, key));
                if (comment.Count > 0)
                {
                    yield return (string.Join('.', parents.Reverse().Select(p => p.Key)), string.Join(' ', comment.TakeWhile(l => l.Length > 0)));
                }
            }

            comment.Clear();
        }
    }

    private static string Default(JsonObject values, string path)
    {
        var value = path.Split('.').Aggregate((JsonNode?)values, (node, key) => node?[key]);
        var json = value?.ToJsonString() ?? "";
        return value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && json.Length > LongestDefault ? "see values.yaml" : $"`{json}`";
    }
}
