using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Testing.GitHub;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>Whatever the operator sends is what GitHub's published description of its API takes.</summary>
public sealed class OpenApiTests : GitHubTestBase
{
    public OpenApiTests() => IsIndexed = true;

    [Fact]
    public async Task Every_request_is_one_that_GitHub_describes()
    {
        Options.Auth = new GitAuthOptions { AppId = FakeGitHub.AppId, InstallationId = FakeGitHub.InstallationId, PrivateKeyFile = GitHub.KeyFile };
        var first = await PublishAsync(Listed(Request()));
        GitHub.Pulls.Review(1, "tech-lead");
        await PublishAsync(Listed(Then(first, "It failed twice.", title: "Another title", minutes: 73)));
        Repository.CommitOn(Branch, "Ann's words", (Readme, Repository.Read(Readme, Branch).Replace("It failed twice.", "It failed badly.", StringComparison.Ordinal)));
        await PublishAsync(Listed(Then(first, "It failed thrice.", title: "Another title")));
        await PublishAsync(Listed(Then(first, "It failed again.", title: "Another title")));
        GitHub.Pulls.Close(1);
        GitHub.Objects.Delete(Branch);
        GitHub.Pulls.Edit(1, p => p.Events.Add(("head_ref_deleted", p.Events[^1].At.AddMinutes(1))));
        var declined = await PublishAsync(Listed(Then(first)));
        var again = await PublishAsync(Listed(Then(declined, token: "please")));
        GitHub.Pulls.Merge(2, squash: true, deleteBranch: false);
        var tip = GitHub.Objects.TipOf(Branch);
        Repository.CommitOn(Branch, $"Ours\n\n{CommitMessage.Trailer}\n", ("x.md", "x"));
        var merged = await PublishAsync(Listed(Then(again)));
        await PublishAsync(Listed(Then(merged, "It failed thrice.")));
        await PublishAsync(GitRequest.Removal(new("production", "p0-042"), Readme, "eu", isProposed: true));

        Assert.NotNull(tip);
        string[] expected = ["access_tokens", "/git/blobs", "/git/trees", "/git/commits", "/git/refs", "/pulls", "/labels", "/requested_reviewers", "/events", "/issues/1", "/pulls/2", "/reviews", "/permission", "/status.json", "/issues/1/comments", "/issues/comments/1000"];
        Assert.All(expected, e => Assert.Contains(GitHub.Calls, c => c.Path.Split('?')[0].EndsWith(e, StringComparison.Ordinal)));
        Assert.Contains(GitHub.Calls, c => c is { Method: "PATCH" } && c.Path.Contains("/git/refs/heads/", StringComparison.Ordinal));
        Assert.Equal("", await OpenApi.ProblemsAsync(GitHub.Calls));
    }

    private static GitRequest Listed(GitRequest request) => request with { Entry = new IndexEntry("2025-12-14", "P0", request.Key.Name, "email", "", "", 1, []) };
}
