using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>
/// All that the chart renders, so that a change of a template shows what it changes. After one that is meant, run the tests once with
/// UPDATE_GOLDEN=1 and read the difference. The definition and the dashboard are copies of other files and are left out.
/// </summary>
public sealed class SnapshotTests
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "tests", "Operator.Install.Tests", "Charts", "Snapshots");

    [Theory]
    [InlineData("default")]
    [InlineData("everything", "available", "git", "observed", "sources", "confined")]
    [InlineData("namespaced", "namespaced")]
    public async Task The_rendering_is_the_one_that_is_kept(string name, params string[] values)
    {
        var rendered = await Helm.Of(4).RenderAsync(arguments: [.. values.SelectMany(v => new[] { "--values", ValueSets.File(v)! })]);
        var text = string.Concat(rendered.Text.Split("---\n").Where(d => !d.Contains("\nkind: CustomResourceDefinition\n", StringComparison.Ordinal) && d.Length > 0).Select(d => $"---\n{WithoutDashboard(d)}"));
        var path = Path.Combine(Folder, $"{name}.yaml");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
    }

    private static string WithoutDashboard(string document)
    {
        const string Begin = "  post-mortems.json: |-\n";
        var at = document.IndexOf(Begin, StringComparison.Ordinal);
        return at < 0 ? document : document[..(at + Begin.Length)];
    }
}
