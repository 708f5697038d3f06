using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Octokit;
using Operator.Core;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>Makes commits through GitHub's API, which signs those of an App, if they name neither author nor committer.</summary>
/// <param name="api">The repository.</param>
/// <param name="client">A client.</param>
internal sealed class GitHubCommits(GitHubApi api, GitHubClient client)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private (string Owner, string Name) Repository => (api.Repository.Owner, api.Repository.Name);

    /// <summary>Makes a commit that no branch has yet.</summary>
    /// <param name="parents">The commits before.</param>
    /// <param name="tree">The tree that it changes.</param>
    /// <param name="changes">What it changes.</param>
    /// <param name="message">Its message.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="FailureException">GitHub refuses it.</exception>
    public async Task<string> CreateAsync(IEnumerable<string> parents, string tree, IEnumerable<GitChange> changes, string message)
    {
        try
        {
            JsonArray items = [];
            foreach (var change in changes)
            {
                items.Add((JsonNode)await ItemAsync(change));
            }

            // Octokit leaves out a null, by which GitHub removes a file.
            var body = new JsonObject { ["base_tree"] = tree, ["tree"] = items }.ToJsonString();
            var made = await client.Connection.Post<TreeResponse>(new Uri($"repos/{Repository.Owner}/{Repository.Name}/git/trees", UriKind.Relative), body, GitHubApi.Accepts, GitHubApi.ContentType);
            return (await client.Git.Commit.Create(Repository.Owner, Repository.Name, new NewCommit(message, made.Body.Sha, parents))).Sha;
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, "GitHub takes no commit");
        }
    }

    /// <summary>Makes a branch.</summary>
    /// <returns>False if there is one of that name.</returns>
    /// <exception cref="FailureException">GitHub refuses it.</exception>
    public async Task<bool> BeginAsync(string branch, string commit)
    {
        try
        {
            await client.Git.Reference.Create(Repository.Owner, Repository.Name, new NewReference($"refs/heads/{branch}", commit));
            return true;
        }
        catch (ApiException e) when (e.StatusCode == HttpStatusCode.UnprocessableEntity && e.Says("already exists"))
        {
            return false;
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"branch {branch} cannot be made; open such names to the operator, or set another branchPrefix");
        }
    }

    /// <summary>Moves a branch forward to a commit.</summary>
    /// <returns>False if somebody else was first, or the branch is gone.</returns>
    /// <exception cref="FailureException">GitHub refuses it.</exception>
    public async Task<bool> MoveAsync(string branch, string commit)
    {
        try
        {
            await client.Git.Reference.Update(Repository.Owner, Repository.Name, $"heads/{branch}", new ReferenceUpdate(commit, force: false));
            return true;
        }
        catch (ApiException e) when ((e.StatusCode == HttpStatusCode.UnprocessableEntity && (e.Says("fast forward") || e.Says("does not exist"))) || e.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"branch {branch} cannot be changed");
        }
    }

    private async Task<JsonObject> ItemAsync(GitChange change)
    {
        JsonObject item = new() { ["path"] = change.Path, ["mode"] = "100644", ["type"] = "blob" };
        try
        {
            item[change.Content is null ? "sha" : "content"] = change.Content is { } text ? Strict.GetString(text) : null;
        }
        catch (DecoderFallbackException)
        {
            item["sha"] = (await client.Git.Blob.Create(Repository.Owner, Repository.Name, new NewBlob { Content = Convert.ToBase64String(change.Content!), Encoding = EncodingType.Base64 })).Sha;
        }

        return item;
    }
}
