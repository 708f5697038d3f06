using System.Text.RegularExpressions;
using Operator.EndToEnd.Tests.Support;

namespace Operator.Install.Tests.Docs;

/// <summary>A block of commands in the documentation, and what the comment before it says about how it is tried.</summary>
/// <param name="File">The document.</param>
/// <param name="Line">Where the block begins, from 1.</param>
/// <param name="Mark">The comment's text, or "" if there is none.</param>
/// <param name="Commands">What is typed, without prompts and answers.</param>
public sealed partial record CommandBlock(string File, int Line, string Mark, string Commands)
{
    private static readonly string[] Languages = ["```sh", "```bash", "```console"];

    /// <summary>The documents that people read.</summary>
    public static IReadOnlyList<string> Documents =>
    [
        .. Directory.EnumerateFiles(RepositoryFiles.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "docs"), "*.md", SearchOption.AllDirectories).Where(f => !IsExample(f)))
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "charts"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src"), "README.md", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(RepositoryFiles.Root, f)).Order(StringComparer.Ordinal),
    ];

    /// <summary>All blocks of a document, in order.</summary>
    public static IReadOnlyList<CommandBlock> Read(string document)
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(RepositoryFiles.Root, document));
        var blocks = new List<CommandBlock>();
        for (var i = 0; i < lines.Length; i++)
        {
            // A block of a list is indented with its item.
            var fence = lines[i].TrimStart();
            if (fence.StartsWith("```", StringComparison.Ordinal))
            {
                var indent = lines[i].Length - fence.Length;
                var end = Array.FindIndex(lines, i + 1, l => l.Trim() == "```");
                string[] content = [.. lines[(i + 1)..end].Select(l => l[Math.Min(indent, l.Length)..])];
                if (Languages.Contains(fence, StringComparer.Ordinal) || content.Any(l => Command().IsMatch(l)))
                {
                    var mark = i > 0 ? Comment().Match(lines[i - 1].Trim()).Groups["text"].Value : "";
                    blocks.Add(new CommandBlock(document, i + 1, mark, Typed(content)));
                }

                i = end;
            }
            else
            {
                Assert.False(lines[i].StartsWith("    ", StringComparison.Ordinal) && Command().IsMatch(fence), $"{document}:{i + 1}: commands stand in a fenced block, so that a test finds them");
            }
        }

        return blocks;
    }

    /// <summary>Files that a document shows: blocks of YAML whose first line is a comment with a name.</summary>
    public static IEnumerable<(string Name, string Text)> ShownFiles(string document) =>
        ShownFile().Matches(System.IO.File.ReadAllText(Path.Combine(RepositoryFiles.Root, document))).Select(m => (m.Groups["name"].Value, m.Groups["text"].Value));

    /// <summary>Documents that the operator rendered.</summary>
    private static bool IsExample(string file) => file.Contains($"{Path.DirectorySeparatorChar}example{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string Typed(string[] lines)
    {
        var prompts = lines.Where(l => l.StartsWith("$ ", StringComparison.Ordinal)).ToList();
        return string.Join('\n', prompts.Count > 0 ? prompts.Select(l => l[2..]) : lines);
    }

    [GeneratedRegex(@"^<!-- (?<text>(run|run by|needs): .+) -->$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(\$ )?(kubectl|helm|docker|dotnet|git|postmortem-operator) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"^```yaml\n# (?<name>[\w-]+\.yaml)\n(?<text>.*?)^```$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex ShownFile();
}
