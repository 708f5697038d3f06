using System.Text;
using Operator.Api;
using Operator.Core.Documents;
using Operator.Publishing.Git;
using Operator.Publishing.Git.Fencing;
using Operator.Publishing.GitHub;
using Operator.Runtime;
using Operator.Testing.Git;
using Operator.Testing.GitHub;
using Operator.Tests.Publishing.Git;

namespace Operator.Tests.Publishing.GitHub;

/// <summary>A repository on GitHub, and an operator that is started for each question, so that it knows nothing but what it finds.</summary>
public abstract class GitHubTestBase : IAsyncLifetime
{
    protected const string Branch = "postmortem/eu/production/p0-042";
    protected const string Readme = "postmortems/2025/production/p0-042/README.md";

    protected BareRepository Repository { get; } = new();

    private protected FakeGitHub GitHub { get; private set; } = null!;

    private protected GitRepositoryOptions Options { get; private set; } = null!;

    protected bool IsIndexed { get; init; }

    protected IReadOnlyList<FakePull> Pulls => GitHub.Pulls.All;

    public async ValueTask InitializeAsync()
    {
        GitHub = await FakeGitHub.StartAsync(Repository);
        GitHub.Tokens.Add("pat");
        var file = Path.Combine(Repository.Folder, "token");
        await File.WriteAllTextAsync(file, "pat");
        Options = Worker.Options(GitHub.RepositoryUrl);
        Options.Provider = GitHubRepository.Provider;
        Options.Auth = new GitAuthOptions { PasswordFile = file };
        Options.Index = IsIndexed;
    }

    public async ValueTask DisposeAsync()
    {
        await GitHub.DisposeAsync();
        Repository.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Publishes with an operator that was just started.</summary>
    private protected async Task<GitDelivery> PublishAsync(GitRequest request)
    {
        await using var worker = new Worker(Options);
        return await AnswerAsync(worker, request);
    }

    /// <summary>Asks until there is an answer, as reconciles do.</summary>
    private protected static async Task<GitDelivery> AnswerAsync(Worker worker, GitRequest request)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        GitDelivery? delivery = null;
        while (delivery is null)
        {
            bound.Token.ThrowIfCancellationRequested();
            delivery = await worker.SubmitAsync(request, isPublished: true);
        }

        return delivery;
    }

    /// <summary>Asks until there is an answer that is no passing failure.</summary>
    private protected async Task<GitDelivery> SettleAsync(Func<GitRequest> request)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var delivery = await PublishAsync(request());
            if (delivery.Failure is not { IsTerminal: false })
            {
                return delivery;
            }
        }

        throw new TimeoutException("It did not settle.");
    }

    /// <summary>A document, and what a pull request says of it.</summary>
    private protected static GitRequest Request(string text = "It failed.", string name = "p0-042", string title = "Email outage", string? revision = null, PullRequestStatus? previous = null, string token = "", string status = "Draft", int minutes = 72)
    {
        var key = new ObjectKey("production", name);
        DocumentBlock[] blocks =
        [
            new(DocumentBlock.Title, $"# Post-Mortem: {name}\n\n"),
            new("header", $"**Date:** 2025-12-14  \n**Status:** {status}\n"),
            new("summary", $"## Summary\n\n{text}\n\n"),
            new("action-items", "---\n\n## Action Items\n\n- [ ] **AI-1:** Watch it\n"),
            new("footer", $"**Last changed:** {status}\n"),
        ];
        return new GitRequest(
            key,
            $"postmortems/2025/production/{name}/README.md",
            FencedDocument.Of(new DocumentOwner("eu", key.Namespace, key.Name), blocks, ["Tech Lead"]),
            new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["evidence.json.gz"] = [0x1f, 0x8b, 0xff], ["status.json"] = Encoding.UTF8.GetBytes($"{{\"phase\":\"Draft\",\"durations\":[{{\"name\":\"Total\",\"state\":\"Recorded\",\"seconds\":{minutes * 60},\"from\":\"StartedAt\",\"to\":\"ResolvedAt\"}}],\"document\":{{\"template\":\"{text} {status}\"}}}}\n") })
        {
            PreviousRevision = revision,
            Proposal = new Proposal(ProposalText.Title(title), [.. blocks.Where(b => b.Name is "summary" or "action-items").Select(b => b with { Markdown = b.Markdown.Trim('\n', '-') })])
            {
                Labels = ["post-mortem", "severity/P0"],
                Reviewers = ["tech-lead"],
                Approvers = [("Tech Lead", "tech-lead")],
                Token = token,
                Previous = previous,
            },
        };
    }

    /// <summary>A request as the operator makes it once the status has an answer.</summary>
    private protected static GitRequest Then(GitDelivery before, string text = "It failed.", string token = "", string status = "Draft", string title = "Email outage", int minutes = 72) =>
        Request(text, revision: before.Revision, previous: before.PullRequest, token: token, status: status, title: title, minutes: minutes);
}
