using System.Globalization;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.GitHub;

namespace Operator.EndToEnd.Tests;

/// <summary>Publishing to GitHub, by the operator as a process of its own: what is found by reflection must be in the program that ships.</summary>
public sealed class GitHubTests : GitTestBase
{
    [Fact]
    public async Task A_GitHub_App_publishes()
    {
        await using var github = await FakeGitHub.StartAsync(Repository);
        await using var world = await CreateAsync();
        await using var process = Start(world, [.. App(github)]);
        await world.ApplyAsync("pm", Specs.With(Specs.Manual, Output));

        var resource = await world.UntilReadyAsync("pm");

        Assert.Equal(Repository.Tip, resource.Status!.Document!.Outputs!.Single(o => o.Type == "Git").Revision);
        Assert.Single(github.Calls);
    }

    private static IEnumerable<(string Name, string Value)> App(FakeGitHub github) =>
    [
        ("GIT__REPOSITORIES__0__URL", github.RepositoryUrl),
        ("GIT__REPOSITORIES__0__PROVIDER", "github"),
        ("GIT__REPOSITORIES__0__AUTH__APPID", FakeGitHub.AppId.ToString(CultureInfo.InvariantCulture)),
        ("GIT__REPOSITORIES__0__AUTH__INSTALLATIONID", FakeGitHub.InstallationId.ToString(CultureInfo.InvariantCulture)),
        ("GIT__REPOSITORIES__0__AUTH__PRIVATEKEYFILE", github.KeyFile),
    ];
}
