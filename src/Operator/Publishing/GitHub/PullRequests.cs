using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>What is asked of GitHub about single pull requests.</summary>
/// <param name="repository">The repository.</param>
/// <param name="api">GitHub.</param>
/// <param name="client">A client.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class PullRequests(GitRepositoryOptions repository, GitHubApi api, GitHubClient client, CancellationToken cancellationToken)
{
    // GitHub does not always see a branch at once that was just made.
    private const int MostLooks = 4;

    private const string HeadDeleted = "head_ref_deleted";
    private const string BaseDeleted = "base_ref_deleted";

    // Deleting a branch closes its pull requests, and those into it, in the same moment.
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(2);

    /// <summary>The branch into which they are to be merged.</summary>
    public string Base => repository.Branch;

    private string Owner => api.Repository.Owner;

    private string Name => api.Repository.Name;

    /// <summary>The newest pull request of a branch, open or not; null without one.</summary>
    public async Task<PullRequest?> LastAsync(string branch)
    {
        // Without the owner GitHub ignores the filter.
        var question = new PullRequestRequest { State = ItemStateFilter.All, Head = $"{Owner}:{branch}", SortProperty = PullRequestSort.Created, SortDirection = SortDirection.Descending };
        try
        {
            var listed = await client.PullRequest.GetAllForRepository(Owner, Name, question, new ApiOptions { PageSize = 20, PageCount = 1 });
            var last = listed.Where(p => p.Head.Ref == branch && (p.State.StringValue != "open" || PullRequestBook.IsOfRepository(p))).MaxBy(p => (p.State.StringValue == "open", p.Number));

            // Lists do not say whether it is merged.
            return last is null ? null : await client.PullRequest.Get(Owner, Name, last.Number);
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"the pull requests of branch {branch} cannot be listed");
        }
    }

    /// <summary>Opens one.</summary>
    /// <returns>Null if there is one already.</returns>
    public async Task<PullRequest?> OpenAsync(string branch, string title, string body)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                return await client.PullRequest.Create(Owner, Name, new NewPullRequest(title, branch, repository.Branch) { Body = body });
            }
            catch (ApiException e) when (e.StatusCode == HttpStatusCode.UnprocessableEntity && e.Says("already exists"))
            {
                return null;
            }
            catch (ApiException e) when (e.StatusCode == HttpStatusCode.UnprocessableEntity && look < MostLooks && (e.Says("No commits between") || e.Says("resolve to a node") || e.Says("head")))
            {
                await Task.Delay(look * api.RetryDelay, api.Time, cancellationToken);
            }
            catch (ApiException e)
            {
                throw GitHubFailures.Of(api, e, $"no pull request can be opened for branch {branch}");
            }
        }
    }

    /// <summary>Changes title and body; null leaves one as it is.</summary>
    public async Task<OpenPull> UpdateAsync(OpenPull pull, string? title, string? body)
    {
        try
        {
            return OpenPull.Of(await client.PullRequest.Update(Owner, Name, pull.Number, new PullRequestUpdate { Title = title ?? pull.Title, Body = body ?? pull.Body }));
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"pull request #{pull.Number} cannot be changed");
        }
    }

    /// <summary>Closes one, and says in it that no person did.</summary>
    public async Task CloseAsync(OpenPull pull)
    {
        try
        {
            // People may have written since it was listed.
            pull = OpenPull.Of(await client.PullRequest.Get(Owner, Name, pull.Number));
            await client.PullRequest.Update(Owner, Name, pull.Number, new PullRequestUpdate { State = ItemState.Closed, Title = pull.Title, Body = $"{pull.Body}\n\n{ProposalBody.ClosedMarker}\n" });
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"pull request #{pull.Number} cannot be closed");
        }
    }

    public async Task<PullRequest> ReadAsync(int number)
    {
        try
        {
            return await client.PullRequest.Get(Owner, Name, number);
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"pull request #{number} cannot be read");
        }
    }

    /// <summary>Adds labels, which GitHub makes where they are missing.</summary>
    /// <returns>What went wrong.</returns>
    public async Task<IReadOnlyList<string>> LabelAsync(int number, IReadOnlyList<string> labels)
    {
        try
        {
            // Octokit sends a bare array, which GitHub's description does not have any more.
            var body = new JsonObject { ["labels"] = new JsonArray([.. labels.Select(l => JsonValue.Create(l))]) }.ToJsonString();
            var set = await client.Connection.Post<IReadOnlyList<Label>>(new Uri(string.Create(CultureInfo.InvariantCulture, $"repos/{Owner}/{Name}/issues/{number}/labels"), UriKind.Relative), body, GitHubApi.Accepts, GitHubApi.ContentType);

            // Where the account may not set them, GitHub says nothing.
            var left = labels.Except(set.Body.Select(l => l.Name), StringComparer.OrdinalIgnoreCase).ToList();
            return left.Count == 0 ? [] : [$"it has no labels: GitHub left out {string.Join(", ", left)}"];
        }
        catch (ApiException e)
        {
            return [$"it has no labels: {GitHubFailures.Words(e)}"];
        }
        catch (FailureException e) when (e.Reason == Reasons.GitUnauthorized)
        {
            return [$"it has no labels: {e.Message}"];
        }
    }

    /// <summary>Asks for a review.</summary>
    /// <returns>Why not; null if all is well.</returns>
    public async Task<string?> AskAsync(int number, string login)
    {
        try
        {
            // One by one: a single login that GitHub does not take would refuse all.
            await client.PullRequest.ReviewRequest.Create(Owner, Name, number, new PullRequestReviewRequest([login], []));
            return null;
        }
        catch (ApiException e)
        {
            return $"{login} could not be asked for a review: {GitHubFailures.Words(e)}";
        }
        catch (FailureException e) when (e is { Reason: Reasons.GitUnauthorized, IsTerminal: false })
        {
            return $"{login} could not be asked for a review: {e.Message}";
        }
    }

    /// <summary>Whether a person decided to close it: not a program, and not by deleting or renaming one of its branches.</summary>
    /// <param name="pull">A closed one that is not merged.</param>
    /// <param name="hasBranch">Whether its branch is there.</param>
    public async Task<bool> IsClosedByPersonAsync(PullRequest pull, bool hasBranch)
    {
        if (pull.Body?.Contains(ProposalBody.ClosedMarker, StringComparison.Ordinal) == true)
        {
            return false;
        }

        var issue = await client.Issue.Get(Owner, Name, pull.Number);
        if (issue.ClosedBy is null or { Type: AccountType.Bot } || issue.ClosedBy.Login.EndsWith("[bot]", StringComparison.Ordinal))
        {
            return false;
        }

        // Somebody may have brought the branch back since.
        var events = await client.Issue.Events.GetAllForIssue(Owner, Name, pull.Number, new ApiOptions { PageSize = 100 });
        var deletions = events.Where(e => e.Event.StringValue is HeadDeleted or BaseDeleted).ToList();
        return events.LastOrDefault(e => e.Event.StringValue == "closed") is { } closed
            && !deletions.Exists(d => (d.CreatedAt - closed.CreatedAt).Duration() <= SameMoment)
            && (hasBranch || deletions.Exists(d => d.Event.StringValue == HeadDeleted));
    }

    /// <summary>The commit on top of which the operator made this one; null if it is not the operator's own.</summary>
    public async Task<string?> OwnBaseAsync(string commit)
    {
        var read = await client.Git.Commit.Get(Owner, Name, commit);
        return read.Parents is [var parent] && read.Message.Contains(CommitMessage.Trailer, StringComparison.Ordinal) ? parent.Sha : null;
    }

    /// <summary>The page of a file in a branch.</summary>
    public string LinkTo(string branch, string path)
    {
        var root = repository.Url.EndsWith(".git", StringComparison.Ordinal) ? repository.Url[..^4] : repository.Url.TrimEnd('/');
        return $"{root}/blob/{branch}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
    }
}
