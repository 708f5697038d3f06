using System.Text.RegularExpressions;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Releases;

/// <summary>What tests and releases run with.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, ".github", "workflows");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>A tag can be moved to other code, a commit cannot.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_of_others_are_pinned_by_commit_and_say_their_version(string file)
    {
        var uses = File.ReadLines(Path.Combine(Folder, file)).Where(l => l.Contains("uses: ", StringComparison.Ordinal) && !l.Contains("uses: ./", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(Pinned(), line));
    }

    [Fact]
    public void One_action_has_one_version()
    {
        var uses = Directory.EnumerateFiles(Folder).SelectMany(File.ReadLines).Select(l => Pinned().Match(l)).Where(m => m.Success);

        Assert.All(uses.GroupBy(m => m.Groups["action"].Value, StringComparer.Ordinal), versions => Assert.Single(versions.Select(m => m.Groups["commit"].Value).Distinct(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_may_read_and_a_job_says_what_more_it_may(string file) =>
        Assert.Equal("""{"contents":"read"}""", Yaml.Read(Path.Combine(Folder, file))["permissions"]!.ToJsonString());

    /// <summary>Both are called postmortem-operator: in one place they would share their tags.</summary>
    [Fact]
    public void Image_and_chart_are_pushed_to_different_places()
    {
        var environment = Yaml.Read(Path.Combine(Folder, "release.yml"))["env"]!;

        Assert.NotEqual((string?)environment["IMAGE"], $"{environment["CHARTS"]}/postmortem-operator");
        Assert.EndsWith("/charts", (string?)environment["CHARTS"], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"uses: (?<action>[\w./-]+)@(?<commit>[0-9a-f]{40}) # v\d+\.\d+\.\d+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pinned();
}
