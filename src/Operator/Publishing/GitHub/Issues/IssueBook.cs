using System.Globalization;
using Octokit;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>The issues that the operator opened in a repository, by lists: all of them once, and then what has changed. Used by one worker at a time.</summary>
/// <param name="api">The repository.</param>
internal sealed class IssueBook(GitHubApi api)
{
    // Lists lag behind what was just done.
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, TrackedIssue> _issues = [];
    private DateTimeOffset? _readAt;
    private DateTimeOffset? _listedAt;

    /// <summary>For how long a list may lack an issue that was opened.</summary>
    public TimeSpan NewFor { get; init; } = Lag;

    /// <summary>How often all are listed: what was deleted or moved is missing there, and changes of it are never told.</summary>
    public TimeSpan WholeListEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Reads what has changed since it was read last.</summary>
    /// <param name="client">A client.</param>
    /// <param name="creator">The operator's login.</param>
    /// <exception cref="Core.FailureException">GitHub does not give it.</exception>
    public async Task RefreshAsync(GitHubClient client, string creator)
    {
        var now = api.Time.GetUtcNow() + api.Skew;
        var isWhole = _listedAt is not { } listed || listed + WholeListEvery <= now;
        var since = isWhole ? null : _readAt - Lag;
        HashSet<int> seen = [];
        foreach (var issue in await ListAsync(client, creator, since))
        {
            seen.Add(issue.Number);
            Set(issue);
        }

        // What another account of the operator opened is followed, and nothing else of that account taken for the operator's.
        foreach (var former in _issues.Values.Select(i => i.Creator).OfType<string>().Where(c => !c.Equals(creator, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).ToList())
        {
            foreach (var issue in (await ListAsync(client, former, since)).Where(i => _issues.ContainsKey(i.Number)))
            {
                seen.Add(issue.Number);
                Set(issue);
            }
        }

        if (isWhole)
        {
            // Not what was opened a moment ago.
            foreach (var gone in _issues.Values.Where(i => !seen.Contains(i.Number) && i.ChangedAt < now - NewFor).Select(i => i.Number).ToList())
            {
                _issues.Remove(gone);
            }

            _listedAt = now;
        }

        _readAt = now;
    }

    private async Task<IReadOnlyList<Issue>> ListAsync(GitHubClient client, string creator, DateTimeOffset? since)
    {
        Dictionary<string, string> question = new(StringComparer.Ordinal) { ["creator"] = creator, ["state"] = "all", ["sort"] = "updated", ["direction"] = "asc" };
        if (since is { } time)
        {
            question["since"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        try
        {
            return await api.ListAsync<Issue>(client, "issues", question);
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, "the issues cannot be listed");
        }
    }

    /// <summary>Takes over what GitHub showed of an issue.</summary>
    /// <param name="issue">The issue.</param>
    /// <param name="original">Of a duplicate, the page of the original, if it was asked for.</param>
    /// <returns>What is known of it now; null for one that is none of the operator's.</returns>
    public TrackedIssue? Set(Issue issue, string? original = null)
    {
        if (TrackedIssue.Of(issue) is not { } tracked)
        {
            _issues.Remove(issue.Number);
            return null;
        }

        // A list does not say who closed an issue.
        var known = _issues.GetValueOrDefault(issue.Number);
        var isSame = !tracked.IsOpen && known is { IsOpen: false } && known.ClosedAt == tracked.ClosedAt && known.Reason == tracked.Reason;
        tracked = isSame ? tracked with { Closer = tracked.Closer ?? known!.Closer, Original = original ?? known!.Original } : tracked with { Original = original };
        _issues[issue.Number] = tracked;

        return tracked;
    }

    /// <summary>The issue that is asked for; null when none is known.</summary>
    public TrackedIssue? Find(IssueRequest request, IReadOnlyList<string> adoptClusters)
    {
        if (request.Known.Number is { } number && _issues.TryGetValue(number, out var known) && request.Owns(known.Subject, adoptClusters))
        {
            return known;
        }

        // Of copies that people made the first is the operator's.
        return adoptClusters.Prepend(request.Owner.Cluster).Select(c => request.Subject with { Owner = request.Owner with { Cluster = c } })
            .Select(s => _issues.Values.Where(i => i.Subject == s).MinBy(i => i.Number)).FirstOrDefault(i => i is not null);
    }
}
