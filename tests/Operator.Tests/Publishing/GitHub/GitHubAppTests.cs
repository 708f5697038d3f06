using System.Security.Cryptography;
using Operator.Api;
using Operator.Publishing.Git;
using Operator.Publishing.GitHub;
using Operator.Testing.Git;
using Operator.Testing.GitHub;
using Operator.Tests.Publishing.Git;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>A GitHub App publishes: its tokens, and pushes with them.</summary>
public sealed class GitHubAppTests : IDisposable
{
    private readonly BareRepository _repository = new();

    [Theory]
    [InlineData("https://github.com/team/handbook.git", null, "https://api.github.com/")]
    [InlineData("https://github.com/team/handbook", null, "https://api.github.com/")]
    [InlineData("https://www.github.com/team/handbook/", null, "https://api.github.com/")]
    [InlineData("https://team.ghe.com/team/handbook", null, "https://api.team.ghe.com/")]
    [InlineData("https://git.example.com:8443/team/handbook.git", null, "https://git.example.com:8443/api/v3/")]
    [InlineData("https://git.example.com/team/handbook.git", "https://api.example.com/github", "https://api.example.com/github/")]
    public void Where_a_repository_and_its_API_are(string url, string? api, string expected) =>
        Assert.Equal(new GitHubRepository("team", "handbook", new Uri(expected)), GitHubRepository.Parse(url, api));

    [Fact]
    public async Task An_App_pushes_with_a_token_that_it_asks_for_once()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        await using var worker = new Worker(Options(github));

        var first = Assert.Single(await worker.PublishAsync(Worker.Request()));
        var second = Assert.Single(await worker.PublishAsync(Worker.Request(text: "Again.")));

        Assert.Null(first.Failure);
        Assert.Equal((null, _repository.Tip), (second.Failure, second.Revision));
        var call = Assert.Single(github.Calls);
        Assert.Equal(("POST", $"/app/installations/{FakeGitHub.InstallationId}/access_tokens"), (call.Method, call.Path));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Tokens.Life = TimeSpan.FromMinutes(9);
        await using var worker = new Worker(Options(github));

        await worker.PublishAsync(Worker.Request());
        var second = Assert.Single(await worker.PublishAsync(Worker.Request(text: "Again.")));

        Assert.Null(second.Failure);
        Assert.Equal(2, github.Calls.Count);
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    public async Task A_clock_that_differs_from_GitHub_s_is_corrected_by_its_answer(int minutes)
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Tokens.Ahead = TimeSpan.FromMinutes(minutes);
        await using var worker = new Worker(Options(github));

        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request()));
        await worker.PublishAsync(Worker.Request(text: "Again."));

        Assert.Null(delivery.Failure);
        Assert.Equal(2, github.Calls.Count);
    }

    [Fact]
    public async Task A_key_of_another_App_is_refused_with_GitHub_s_words_and_without_the_key()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        using var other = RSA.Create(2048);
        var pem = other.ExportPkcs8PrivateKeyPem();
        File.WriteAllText(github.KeyFile, pem);
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;

        Assert.Equal((Reasons.GitUnauthorized, false), (failure.Reason, failure.IsTerminal));
        Assert.Contains("A JSON web token could not be decoded", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(pem.Split('\n')[1], failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n")]
    public async Task What_is_no_key_is_said_to_be_none(string text)
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        File.WriteAllText(github.KeyFile, text);
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;

        Assert.Equal(Reasons.GitUnauthorized, failure.Reason);
        Assert.Contains("the App's private key cannot be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_that_does_not_exist_is_told()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Fault = context => AnswerAsync(context, 404, """{"message":"Not Found"}""");
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;

        Assert.Equal(Reasons.GitUnauthorized, failure.Reason);
        Assert.Contains("GitHub gives no token to App 1234, installation 5678: Not Found; correct auth.appId and auth.installationId", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_works_at_once()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        var key = File.ReadAllText(github.KeyFile);
        File.WriteAllText(github.KeyFile, "no key");
        await using var worker = new Worker(Options(github));
        await worker.PublishAsync(Worker.Request());

        File.WriteAllText(github.KeyFile, key);
        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request(text: "Again.")));

        Assert.Null(delivery.Failure);
    }

    /// <summary>An App that was suspended for a while, or got other rights, has none of its tokens any more.</summary>
    [Theory]
    [InlineData(GitStrategy.Push)]
    [InlineData(GitStrategy.PullRequest)]
    public async Task A_token_that_was_revoked_is_replaced_at_once(GitStrategy strategy)
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        await using var worker = new Worker(Options(github));
        var proposal = strategy == GitStrategy.Push ? null : new Proposal("Post-mortem", []);
        Assert.Null(Assert.Single(await worker.PublishAsync(Worker.Request() with { Proposal = proposal })).Failure);

        github.Tokens.RevokeAll();
        var refused = Assert.Single(await worker.PublishAsync(Worker.Request(text: "Again.") with { Proposal = proposal })).Failure!;
        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request(text: "And again.") with { Proposal = proposal }));

        Assert.Equal((Reasons.GitUnauthorized, null), (refused.Reason, delivery.Failure));
    }

    [Theory]
    [InlineData(401, "Bad credentials", Reasons.GitUnauthorized, "GitHub refuses the credentials: Bad credentials")]
    [InlineData(403, "This installation has been suspended", Reasons.GitUnauthorized, "This installation has been suspended")]
    [InlineData(403, "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.", Reasons.GitUnauthorized, "single sign-on: required; url=https://github.com/orgs/o/sso")]
    [InlineData(403, "You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.", Reasons.GitHubThrottled, "GitHub asks to wait 60 s")]
    public async Task What_GitHub_says_against_an_installation_is_told(int status, string message, string reason, string told)
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Fault = context =>
        {
            context.Response.Headers["X-GitHub-SSO"] = "required; url=https://github.com/orgs/o/sso";
            return AnswerAsync(context, status, $$"""{"message":"{{message}}"}""");
        };
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_of_the_API_do_not_follow_a_redirect()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Fault = context =>
        {
            context.Response.Headers.Location = github.Url + "elsewhere";
            return AnswerAsync(context, 307, "{}");
        };
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;

        Assert.Equal((Reasons.RepositoryMoved, true), (failure.Reason, failure.IsTerminal));
        Assert.Single(github.Calls);
    }

    [Theory]
    [InlineData(403, "Retry-After: 7", """{"message":"You have exceeded a secondary rate limit."}""", 7)]
    [InlineData(429, "Retry-After: 7", "{}", 7)]
    [InlineData(429, "x: y", "{}", 60)]
    [InlineData(403, "x: y", """{"message":"You have exceeded a secondary rate limit. Please wait."}""", 60)]
    [InlineData(403, "x-ratelimit-remaining: 0|x-ratelimit-limit: 5000|x-ratelimit-reset: RESET", "{}", 31)]
    public async Task A_limit_is_waited_for_and_nothing_is_sent_before(int status, string headers, string body, int seconds)
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Fault = context =>
        {
            // Seconds of the header's precision.
            var now = DateTimeOffset.FromUnixTimeSeconds(github.Tokens.Now.ToUnixTimeSeconds());
            context.Response.Headers.Date = now.ToString("R");
            foreach (var header in headers.Split('|').Select(h => h.Split(": ")))
            {
                context.Response.Headers[header[0]] = header[1].Replace("RESET", $"{now.AddSeconds(30).ToUnixTimeSeconds()}", StringComparison.Ordinal);
            }

            return AnswerAsync(context, status, body);
        };
        await using var worker = new Worker(Options(github));

        var first = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;
        github.Fault = static _ => Task.FromResult(false);
        var second = Assert.Single(await worker.PublishAsync(Worker.Request(text: "Again."))).Failure!;

        Assert.Equal((Reasons.GitHubThrottled, TimeSpan.FromSeconds(seconds)), (first.Reason, first.RetryAfter));
        Assert.Equal(Reasons.GitHubThrottled, second.Reason);
        Assert.InRange(second.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds));
        Assert.Single(github.Calls);
    }

    [Theory]
    [InlineData(403, "x-ratelimit-remaining: 0|x-ratelimit-limit: 0")]
    [InlineData(403, "x: y")]
    public async Task A_refusal_without_a_limit_is_no_limit(int status, string headers)
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Fault = context =>
        {
            foreach (var header in headers.Split('|').Select(h => h.Split(": ")))
            {
                context.Response.Headers[header[0]] = header[1];
            }

            context.Response.Headers["X-Accepted-GitHub-Permissions"] = "contents=write";
            return AnswerAsync(context, status, """{"message":"Resource not accessible by integration"}""");
        };
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;

        Assert.Equal(Reasons.GitUnauthorized, failure.Reason);
        Assert.Contains("Resource not accessible by integration; it needs contents=write", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again_later()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Fault = context => AnswerAsync(context, 502, "<html>Unicorn!</html>");
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;
        github.Fault = static _ => Task.FromResult(false);
        var delivery = Assert.Single(await worker.PublishAsync(Worker.Request(text: "Again.")));

        Assert.Equal((Reasons.GitUnavailable, false), (failure.Reason, failure.IsTerminal));
        Assert.Null(delivery.Failure);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_no_answer()
    {
        await using var github = await FakeGitHub.StartAsync(_repository);
        github.Fault = async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync("{\"token\":"u8.ToArray());
            context.Abort();
            return true;
        };
        await using var worker = new Worker(Options(github));

        var failure = Assert.Single(await worker.PublishAsync(Worker.Request())).Failure!;

        Assert.Equal(Reasons.GitUnavailable, failure.Reason);
        Assert.Contains("its answer was cut off", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private static async Task<bool> AnswerAsync(Microsoft.AspNetCore.Http.HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('<') ? "text/html" : "application/json";
        await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
        return true;
    }

    private static GitRepositoryOptions Options(FakeGitHub github)
    {
        var options = Worker.Options(github.RepositoryUrl);
        options.Provider = GitHubRepository.Provider;
        options.Auth = new GitAuthOptions { AppId = FakeGitHub.AppId, InstallationId = FakeGitHub.InstallationId, PrivateKeyFile = github.KeyFile };
        return options;
    }
}
