using Octokit;
using Operator.Publishing.Git;

namespace Operator.Publishing.GitHub;

/// <summary>The pull requests of this cluster that are open, read all at once. Used by one worker at a time.</summary>
/// <param name="repository">The repository.</param>
/// <param name="api">Its API.</param>
internal sealed class PullRequestBook(GitRepositoryOptions repository, GitHubApi api)
{
    private const int PageSize = 100;

    // Lists lag behind what was just done.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, OpenPull> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _own = new(StringComparer.Ordinal);
    private DateTimeOffset? _readAt;

    /// <summary>How many documents are proposed; that of the index page is none.</summary>
    public int Count => _open.Keys.Count(b => !ProposalBranch.IsIndex(b));

    /// <summary>The open one of a branch; null without one.</summary>
    public OpenPull? Find(string branch) => _open.GetValueOrDefault(branch);

    /// <summary>Takes over what the operator has just done.</summary>
    public void Set(OpenPull pull)
    {
        _open[pull.Branch] = pull;
        _own[pull.Branch] = api.Time.GetUtcNow();
    }

    /// <summary>Takes over that there is none any more.</summary>
    public void Remove(string branch)
    {
        _open.Remove(branch);
        _own[branch] = api.Time.GetUtcNow();
    }

    /// <summary>Reads the list if what is known is older than the repository's interval.</summary>
    /// <param name="client">A client.</param>
    /// <param name="prefix">What the names of this cluster's branches begin with.</param>
    /// <param name="force">Whether to read it in any case.</param>
    /// <exception cref="Core.FailureException">GitHub does not give it.</exception>
    public async Task RefreshAsync(GitHubClient client, string prefix, bool force)
    {
        var now = api.Time.GetUtcNow();
        if (!force && _readAt + repository.PollInterval > now)
        {
            return;
        }

        IReadOnlyList<PullRequest> listed;
        try
        {
            listed = await client.PullRequest.GetAllForRepository(
                api.Repository.Owner, api.Repository.Name, new PullRequestRequest { State = ItemStateFilter.Open }, new ApiOptions { PageSize = PageSize });
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, "the pull requests cannot be listed");
        }

        foreach (var branch in _own.Where(o => o.Value + Lag < now).Select(o => o.Key).ToList())
        {
            _own.Remove(branch);
        }

        foreach (var branch in _open.Keys.Where(b => !_own.ContainsKey(b)).ToList())
        {
            _open.Remove(branch);
        }

        foreach (var pull in listed.Where(p => p.Head.Ref.StartsWith(prefix, StringComparison.Ordinal) && IsOfRepository(p)).Select(OpenPull.Of).Where(p => !_own.ContainsKey(p.Branch)))
        {
            _open[pull.Branch] = pull;
        }

        foreach (var pull in _open.Values.Where(p => _own.ContainsKey(p.Branch)).ToList())
        {
            await ReadAsync(client, pull);
        }

        _readAt = now;
    }

    /// <summary>Reads one anew.</summary>
    /// <returns>What it is now, open or not.</returns>
    /// <exception cref="Core.FailureException">GitHub does not give it.</exception>
    public async Task<PullRequest> ReadAsync(GitHubClient client, OpenPull pull)
    {
        try
        {
            var read = await client.PullRequest.Get(api.Repository.Owner, api.Repository.Name, pull.Number);
            if (read.State.StringValue == "open")
            {
                _open[pull.Branch] = OpenPull.Of(read);
            }
            else
            {
                _open.Remove(pull.Branch);
            }

            return read;
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"pull request #{pull.Number} cannot be read");
        }
    }

    /// <summary>Whether its branch is in the repository itself, and not in a fork.</summary>
    public static bool IsOfRepository(PullRequest pull) => pull.Head.Repository is { } head && head.Id == pull.Base.Repository.Id;
}
