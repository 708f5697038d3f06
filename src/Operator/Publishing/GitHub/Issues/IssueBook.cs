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
    private readonly Dictionary<IssueSubject, int> _numbers = [];
    private DateTimeOffset? _readAt;

    /// <summary>Reads what has changed since it was read last.</summary>
    /// <param name="client">A client.</param>
    /// <param name="creator">The operator's login.</param>
    /// <exception cref="Core.FailureException">GitHub does not give it.</exception>
    public async Task RefreshAsync(GitHubClient client, string creator)
    {
        var now = api.Time.GetUtcNow() + api.Skew;
        Dictionary<string, string> question = new(StringComparer.Ordinal) { ["creator"] = creator, ["state"] = "all", ["sort"] = "updated", ["direction"] = "asc" };
        if (_readAt is { } before)
        {
            question["since"] = (before - Lag).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        try
        {
            foreach (var issue in await api.ListAsync<Issue>(client, "issues", question))
            {
                Set(issue);
            }
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, "the issues cannot be listed");
        }

        _readAt = now;
    }

    /// <summary>Takes over what GitHub showed of an issue.</summary>
    /// <param name="issue">The issue.</param>
    /// <param name="original">Of a duplicate, the page of the original, if it was asked for.</param>
    /// <returns>What is known of it now; null for one that is none of the operator's.</returns>
    public TrackedIssue? Set(Issue issue, string? original = null)
    {
        if (TrackedIssue.Of(issue) is not { } tracked)
        {
            return null;
        }

        // A list does not say who closed an issue.
        var known = _issues.GetValueOrDefault(issue.Number);
        var isSame = !tracked.IsOpen && known is { IsOpen: false } && known.ClosedAt == tracked.ClosedAt && known.Reason == tracked.Reason;
        tracked = isSame ? tracked with { Closer = tracked.Closer ?? known!.Closer, Original = original ?? known!.Original } : tracked with { Original = original };
        _issues[issue.Number] = tracked;

        // Of copies that people made the first is the operator's.
        if (!_numbers.TryGetValue(tracked.Subject, out var first) || first > issue.Number)
        {
            _numbers[tracked.Subject] = issue.Number;
        }

        return tracked;
    }

    /// <summary>The issue that is asked for; null when none is known.</summary>
    public TrackedIssue? Find(IssueRequest request, IReadOnlyList<string> adoptClusters)
    {
        if (request.Known.Number is { } number && _issues.TryGetValue(number, out var known) && request.Owns(known.Subject, adoptClusters))
        {
            return known;
        }

        return adoptClusters.Prepend(request.Owner.Cluster).Select(c => request.Subject with { Owner = request.Owner with { Cluster = c } })
            .Select(s => _numbers.TryGetValue(s, out var n) ? _issues[n] : null).FirstOrDefault(i => i is not null);
    }
}
