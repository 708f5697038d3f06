using System.Text.RegularExpressions;
using Operator.EndToEnd.Tests.Support;
using Operator.Install.Tests.Charts;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Docs;

/// <summary>What the documentation shows of the configuration works as it stands there: the program takes it, or the chart, where it is one of its values.</summary>
public sealed partial class ShownConfigurationTests
{
    // An ellipsis stands for the rest of a public key.
    private const string Key = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    public static TheoryData<string> Documents => [.. CommandBlock.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task It_is_accepted(string document)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, document), TestContext.Current.CancellationToken);
        foreach (var yaml in Shown().Matches(text).Select(m => m.Groups["yaml"].Value.Replace("AAAA…", Key, StringComparison.Ordinal)))
        {
            // Sources with Secrets are the chart's, which makes files of them.
            var configuration = yaml.Contains("Secret:", StringComparison.Ordinal) ? (await Helm.Of(4).RenderTextAsync(yaml)).Config.ToJsonString() : yaml;

            Assert.Empty(await ConfigurationFile.ProblemsAsync(configuration));
        }
    }

    [GeneratedRegex(@"^```yaml\n(?<yaml>(prometheus|clusterName|git|run):.*?)^```$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Shown();
}
