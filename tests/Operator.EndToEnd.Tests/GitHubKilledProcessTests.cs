using System.Globalization;
using System.Text.RegularExpressions;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Git;
using Operator.Testing.GitHub;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// A process that proposes a document on GitHub is killed after each of its writes, to GitHub's API, by git, and to the API server, and so is the next. What
/// comes after them ends in the same state: one open pull request, one issue, and every word of people.
/// </summary>
public sealed class GitHubKilledProcessTests
{
    // One life for each, in which a process is killed after the first of its kind, and after each so-many-th call of any.
    private static readonly string[] Writes =
    [
        "PATCH .*/git/refs/heads/.*/pm", "POST /git-receive-pack", "patch postmortems\\S* pm status", "POST .*/git/trees", "POST .*/git/commits", "POST .*/git/refs", "POST .*/pulls", "PATCH .*/pulls/1",
        "POST .*/issues/1/labels", "POST .*/pulls/1/requested_reviewers", "POST .*/issues", "POST .*/issues/101/comments", "PATCH .*/issues/101", "POST .*/issues/1/comments", "PATCH .*/pulls/3",
    ];

    [Fact]
    public async Task Whatever_write_is_the_last_there_is_one_pull_request_and_one_issue_and_people_s_words_stay()
    {
        var (states, calls) = await MortalLife.TryEachCallAsync(LiveAsync, Writes.Length);

        Assert.All(Writes, w => Assert.Matches($"(?m)(^|; ){w}(;|$)", calls));
        foreach (var expected in new[]
        {
            "proposed: .*#1 offers 0 postmortem/eu/default/pm open \\[post-mortem,severity/P0\\] \\[tech-lead\\] Ann 0; open \\[post-mortem,action-item\\] \\[ann\\] comments 1; branch: words 0.*",
            "edited and changed: .*Stale tech-lead\\]; #1 offers 1 postmortem/eu/default/pm open .* Ann 1; .*words 1.*",
            "approved and merged: Published 1 Merged .*#1 offers 1 \\S+ merged .*#2 offers 0 postmortem/eu/_index open .*no branch.*rows 0",
            "done and proposed again: .*Issue Done ann.*#2 offers 0 \\S+ merged .*#3 offers 1 postmortem/eu/default/pm open .*closed .*words 1.* done 1.*rows 2",
            "deleted: no resource; #1 .* merged .*#2 .* merged .*#3 offers 1 \\S+ closed .*; closed .* comments 1; no branch; trunk: .*pm/README.md.*",
        })
        {
            Assert.True(Regex.IsMatch(states, $"(?m)^{expected}$", RegexOptions.None, TimeSpan.FromSeconds(1)), $"'{expected}' is not in\n{states}");
        }
    }

    private static async Task<(string State, string? LastCall)> LiveAsync(int? killAfter)
    {
        using var repository = new BareRepository();
        await using var github = await FakeGitHub.StartAsync(repository);
        await using var world = await World.CreateAsync(withPrometheus: false, withOperator: false, start: TimeProvider.System.GetUtcNow());
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["POSTMORTEM__CLUSTERNAME"] = "eu",
            ["POSTMORTEM__GIT__DIRECTORY"] = Path.Combine(repository.Folder, "copies"),
            ["POSTMORTEM__GIT__REPOSITORIES__0__NAME"] = FakeGitHub.Name,
            ["POSTMORTEM__GIT__REPOSITORIES__0__URL"] = github.RepositoryUrl,
            ["POSTMORTEM__GIT__REPOSITORIES__0__PROVIDER"] = "github",
            ["POSTMORTEM__GIT__REPOSITORIES__0__STRATEGY"] = "PullRequest",
            ["POSTMORTEM__GIT__REPOSITORIES__0__POLLINTERVAL"] = "1s",
            ["POSTMORTEM__GIT__REPOSITORIES__0__AUTH__APPID"] = FakeGitHub.AppId.ToString(CultureInfo.InvariantCulture),
            ["POSTMORTEM__GIT__REPOSITORIES__0__AUTH__INSTALLATIONID"] = FakeGitHub.InstallationId.ToString(CultureInfo.InvariantCulture),
            ["POSTMORTEM__GIT__REPOSITORIES__0__AUTH__PRIVATEKEYFILE"] = github.KeyFile,
        };
        var life = new GitHubLife(world, repository, github);

        // A successor waits for two minutes before it opens an issue that its forerunner may have opened.
        return await new MortalLife(life.Acts(), life.StateAsync, () => world.StartOperatorProcess(environment: environment)) { GitHub = github, Every = Writes.Length, Also = killAfter is { } n ? Writes[n - 1] : null, Bound = TimeSpan.FromMinutes(6) }
            .RunAsync(world, killAfter, onlyWrites: true);
    }
}
