using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Octokit;
using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>
/// Opens issues for action items, each once for ever, and keeps the operator's part of them up to date. Each step may be the last before a
/// crash: an issue is found again by what its body says that it is for.
/// </summary>
/// <param name="api">The repository.</param>
/// <param name="client">A client.</param>
/// <param name="book">The issues that are known.</param>
/// <param name="adoptClusters">Former names of the cluster, whose issues are taken over.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed partial class IssueDesk(GitHubApi api, GitHubClient client, IssueBook book, IReadOnlyList<string> adoptClusters, CancellationToken cancellationToken)
{
    private string Owner => api.Repository.Owner;

    private string Name => api.Repository.Name;

    /// <summary>The issue, where it is known.</summary>
    public TrackedIssue? Find(IssueRequest request) => book.Find(request, adoptClusters);

    /// <summary>Opens what is not open yet, and brings the operator's part up to date.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caution">Asked before one is opened: not while a list may still lack one that was opened a moment ago.</param>
    /// <returns>The issue; null when it must wait.</returns>
    /// <exception cref="FailureException">It cannot be opened or changed.</exception>
    public async Task<TrackedIssue?> ServeAsync(IssueRequest request, IssueCaution caution)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var issue = Find(request) ?? await ReadKnownAsync(request);
        issue ??= caution.MayOpen(request) ? await OpenAsync(request, caution) : null;
        if (issue is null)
        {
            return null;
        }

        issue = await UpdateAsync(issue, request, issue.Part.Overdue);
        return request.IsOverdue && issue is { IsOpen: true, Part.Overdue: "" } ? await RemindAsync(issue, request) : issue;
    }

    /// <summary>What an issue says of its action item. Who closed it, and of which it is a duplicate, is asked once.</summary>
    public async Task<(ObservedStatement? Said, string? ClosedByBot)> ListenAsync(TrackedIssue issue)
    {
        if (issue.IsOpen)
        {
            return (new ObservedStatement(issue.Subject.Item, StatementSource.Issue, FollowedState.Open, issue.ChangedAt), null);
        }

        if (issue.Closer is null || (issue.IsDuplicate && issue.Original is null))
        {
            var read = await GetAsync(issue.Number);
            issue = book.Set(read, issue.IsDuplicate ? await IssueOriginals.FindAsync(api, client, issue.Number, cancellationToken) : null) ?? issue;
        }

        var state = issue.Reason is "not_planned" or "duplicate" ? FollowedState.WontDo : FollowedState.Done;
        return issue.Closer is { IsBot: true, Login: var bot }
            ? (null, bot)
            : (new ObservedStatement(issue.Subject.Item, StatementSource.Issue, state, issue.ClosedAt ?? issue.ChangedAt, issue.Closer?.Login), null);
    }

    /// <summary>The issue that the status names, where no list has it any more.</summary>
    private async Task<TrackedIssue?> ReadKnownAsync(IssueRequest request)
    {
        if (request.Known.Number is not { } number)
        {
            return null;
        }

        var read = book.Set(await GetAsync(number));
        return read is not null && request.Owns(read.Subject, adoptClusters) ? read : throw new FailureException(
            Reasons.PathTaken, $"{api.Subject}: issue #{number} does not say any more that it is for this action item, so it is not changed and not followed; its body had a comment that begins with postmortem.dev/begin action-item", isTerminal: true);
    }

    private async Task<TrackedIssue> OpenAsync(IssueRequest request, IssueCaution caution)
    {
        var title = IssueText.Title(request);
        var issue = new NewIssue(title) { Body = IssueText.Part(request, "").Write() + "\n" };
        issue.Labels.Add("post-mortem");
        issue.Labels.Add("action-item");
        if (await AssigneeAsync(request.Item.Owner) is { } assignee)
        {
            issue.Assignees.Add(assignee);
        }

        try
        {
            caution.Try(request);
            return book.Set(await client.Issue.Create(Owner, Name, issue))!;
        }
        catch (FailureException e) when (e is not GitHubUnansweredException || e.Reason == Reasons.GitHubThrottled)
        {
            caution.Refused(request);
            throw;
        }
        catch (ApiException e)
        {
            caution.Refused(request);
            throw GitHubFailures.Of(api, e, e.StatusCode == HttpStatusCode.Gone ? "issues are switched off" : "the issue cannot be opened");
        }
    }

    private async Task<TrackedIssue> UpdateAsync(TrackedIssue known, IssueRequest request, string overdue)
    {
        var (title, part) = (IssueText.Title(request), IssueText.Part(request, overdue));
        if (known.Part == part)
        {
            return known;
        }

        // People may have written since it was listed.
        var current = await GetAsync(known.Number);
        if (part.PutInto(current.Body ?? "") is not { } body || TrackedIssue.Of(current) is not { } read)
        {
            return book.Set(current) ?? known;
        }

        // Without its milestone Octokit takes it away; what is not named stays.
        var isOwnTitle = read.Part.Title == NormalForm.Digest(current.Title);
        var update = new IssueUpdate { Body = body, Title = isOwnTitle ? title : current.Title, Milestone = current.Milestone?.Number };
        try
        {
            return book.Set(await client.Issue.Update(Owner, Name, known.Number, update)) ?? known;
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"issue #{known.Number} cannot be changed");
        }
    }

    /// <summary>Says once that the day is over: first in a comment, then in the body, which tells that it was said.</summary>
    private async Task<TrackedIssue> RemindAsync(TrackedIssue issue, IssueRequest request)
    {
        try
        {
            var comments = await api.ListAsync<IssueComment>(client, string.Create(CultureInfo.InvariantCulture, $"issues/{issue.Number}/comments"));
            if (!comments.Any(c => c.Body?.StartsWith(IssueText.OverdueMarker, StringComparison.Ordinal) == true))
            {
                await client.Issue.Comment.Create(Owner, Name, issue.Number, IssueText.Overdue(request));
            }
        }
        catch (FailureException e) when (e.Reason == Reasons.GitUnauthorized && e.Message.Contains("lock", StringComparison.OrdinalIgnoreCase))
        {
            // Nobody may say anything in a locked issue, and it would be tried for ever.
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, $"nobody can be reminded in issue #{issue.Number}");
        }

        return await UpdateAsync(issue, request, request.Item.DueDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private async Task<Issue> GetAsync(int number)
    {
        try
        {
            return await client.Issue.Get(Owner, Name, number);
        }
        catch (FailureException e) when (e.Reason == Reasons.RepositoryMoved)
        {
            throw new FailureException(Reasons.RepositoryMoved, $"{api.Subject}: issue #{number} was moved to another repository, where it is not followed; no other one is opened", isTerminal: true, inner: e);
        }
        catch (ApiException e)
        {
            throw GitHubFailures.Of(api, e, e.StatusCode is HttpStatusCode.Gone or HttpStatusCode.NotFound
                ? $"issue #{number} was deleted, or is not shown to the operator; no other one is opened"
                : $"issue #{number} cannot be read");
        }
    }

    /// <summary>The owner as an assignee, if it is the login of somebody who can be one.</summary>
    private async Task<string?> AssigneeAsync(string? owner)
    {
        if (owner is null || Login().Match(owner.Trim()) is not { Success: true } match)
        {
            return null;
        }

        try
        {
            return await client.Issue.Assignee.CheckAssignee(Owner, Name, match.Groups["login"].Value) ? match.Groups["login"].Value : null;
        }
        catch (ApiException)
        {
            // An issue without assignee is better than none.
            return null;
        }
    }

    [GeneratedRegex("^@?(?<login>[A-Za-z0-9](-?[A-Za-z0-9]){0,38})\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Login();
}
