using System.Text.RegularExpressions;
using Operator.Tests.Architecture;

namespace Operator.Runtime.Tests.Guide;

/// <summary>The guide's code is that of this folder, which the compiler has read.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public async Task The_code_of_the_guide_compiles()
    {
        var guide = await ReadAsync("docs", "development", "runtime.md");
        var blocks = Code().Matches(guide).Select(m => Lines(m.Groups["code"].Value)).ToArray();

        Assert.Equal(2, blocks.Length);
        Assert.Contains(blocks[0], Lines(await ReadAsync("tests", "Operator.Runtime.Tests", "Guide", "BackupReconciler.cs")), StringComparison.Ordinal);
        Assert.Contains(blocks[1], Lines(await ReadAsync("tests", "Operator.Runtime.Tests", "Guide", "BackupProgram.cs")), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(params string[] file) => File.ReadAllTextAsync(RepositoryRoot.File(file), TestContext.Current.CancellationToken);

    private static string Lines(string text) => string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim()));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
