using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.Publishing.GitHub.Issues;
using Operator.Runtime.Leases;

namespace Operator.Tests.Publishing.GitHub.Issues;

/// <summary>Issues for action items: each once, kept up to date, and followed.</summary>
public sealed class IssueTests : GitHubTestBase
{
    [Fact]
    public async Task An_issue_tells_what_is_to_be_done_and_mentions_nobody()
    {
        await using var tracker = new Tracker(Options);

        var answer = await tracker.OpenAsync(Tracker.Request(i => i with { Title = "Fix #12 with @bob", SuccessCriteria = "closes #81, says @team/sre" }));

        var issue = GitHub.Issues.Only;
        Assert.Equal((issue.Number, $"{GitHub.Url}team/handbook/issues/{issue.Number}", null), (answer.Status.Number, answer.Status.Url, answer.Status.Problem));
        Assert.Equal("Fix #\u206012 with @\u2060bob", issue.Title);
        Assert.Equal(["ann"], issue.Assignees);
        Assert.Equal(["post-mortem", "action-item"], issue.Labels);
        Assert.Contains("Action item AI-1 of the post-mortem [Email service outage](<https://github.com/team/handbook/blob/main/postmortems/2025/production/p0-042/README.md>).", issue.Body, StringComparison.Ordinal);
        Assert.Contains("- **Due:** 2026-01-05\n", issue.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(" #81", issue.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(" @team", issue.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SRE team")]
    [InlineData("carol")]
    [InlineData(null)]
    public async Task An_owner_who_is_nobody_s_login_is_no_assignee(string? owner)
    {
        await using var tracker = new Tracker(Options);

        await tracker.OpenAsync(Tracker.Request(i => i with { Owner = owner }));

        Assert.Empty(GitHub.Issues.Only.Assignees);
    }

    [Fact]
    public async Task An_issue_whose_creation_was_not_answered_is_found()
    {
        var isCut = true;
        GitHub.Cut = c => c is { Method: "POST", Path: "/repos/team/handbook/issues" } && isCut && !(isCut = false);
        await using var tracker = new Tracker(Options);
        await tracker.UntilAsync(Tracker.Request(), a => a.Status.Problem is not null);

        await using var successor = new Tracker(Options);
        var answer = await successor.OpenAsync(Tracker.Request());

        Assert.Equal(GitHub.Issues.Only.Number, answer.Status.Number);
    }

    [Fact]
    public async Task While_a_list_may_lack_what_another_process_opened_none_is_opened()
    {
        GitHub.Issues.Lags = true;
        await using (var first = new Tracker(Options))
        {
            await first.OpenAsync(Tracker.Request());
        }

        await using var second = new Tracker(Options, TimeSpan.FromHours(1));
        var waiting = await second.UntilAsync(Tracker.Request(), _ => true);
        Assert.Null(waiting.Status.Number);
        Assert.Single(GitHub.Issues.All);

        GitHub.Issues.Edit(i => i.IsUnlisted = false);
        Assert.Equal(GitHub.Issues.Only.Number, (await second.OpenAsync(Tracker.Request(i => i with { Priority = ActionItemPriority.High }))).Status.Number);
    }

    [Fact]
    public async Task What_nobody_can_have_been_asked_for_before_is_opened_at_once()
    {
        await using var tracker = new Tracker(Options, TimeSpan.FromHours(1));

        await tracker.OpenAsync(Tracker.Request(requestedAt: TimeProvider.System.GetUtcNow()));

        Assert.Single(GitHub.Issues.All);
    }

    /// <summary>A new cluster of the same name has no status.</summary>
    [Fact]
    public async Task An_issue_is_found_again_by_its_marks_among_many_when_the_status_was_lost()
    {
        var request = Tracker.Request();
        for (var i = 0; i < 250; i++)
        {
            GitHub.Issues.Add($"Other {i}", IssueText.Part(Tracker.Request(a => a with { Id = $"AI-{i + 100}" }), "").Write());
        }

        GitHub.Issues.Add("A copy of people's", IssueText.Part(request, "").Write(), creator: "ann");
        var first = GitHub.Issues.Add("Renamed", "Ann: see below.\r\n" + IssueText.Part(request, "").Write().ReplaceLineEndings("\r\n"));
        GitHub.Issues.Add("A copy of ours", IssueText.Part(request, "").Write());
        var count = GitHub.Issues.All.Count;
        await using var tracker = new Tracker(Options);

        var answer = await tracker.OpenAsync(request);

        Assert.Equal((first.Number, count), (answer.Status.Number, GitHub.Issues.All.Count));
    }

    [Fact]
    public async Task Every_request_is_one_that_GitHub_describes()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options);
        await tracker.OpenAsync(Tracker.Request(isOverdue: true));
        await tracker.UntilAsync(Tracker.Request(i => i with { Title = "Enlarge both pools" }, isOverdue: true), _ => GitHub.Issues.Only is { Title: "Enlarge both pools", Comments.Count: 1 });
        GitHub.Issues.Edit(i => i.Milestone = 3);
        await tracker.UntilAsync(Tracker.Request(i => i with { Title = "Enlarge all pools" }, isOverdue: true), _ => GitHub.Issues.Only.Title == "Enlarge all pools");
        GitHub.Issues.Close("duplicate", original: "https://github.com/team/handbook/issues/7");
        await tracker.UntilAsync(Tracker.Request(i => i with { Title = "Enlarge all pools" }, isOverdue: true), a => a.Status.DuplicateOf is not null);

        string[] expected = ["GET /user", "GET /repos/team/handbook/issues", "POST /repos/team/handbook/issues", "GET /repos/team/handbook/issues/101", "PATCH /repos/team/handbook/issues/101", "GET /repos/team/handbook/issues/101/comments", "POST /repos/team/handbook/issues/101/comments", "GET /repos/team/handbook/assignees/ann", "POST /graphql"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), GitHub.Calls.Select(c => $"{c.Method} {c.Path.Split('?')[0]}").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("", await OpenApi.ProblemsAsync(GitHub.Calls));
    }

    [Fact]
    public async Task A_title_that_nobody_changed_follows_the_action_item()
    {
        await using var tracker = new Tracker(Options);
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;

        await tracker.UntilAsync(Tracker.Request(i => i with { Title = "Enlarge both pools" }, number), _ => GitHub.Issues.Only.Title == "Enlarge both pools");
    }

    /// <summary>Whatever request is the last before a crash.</summary>
    [Theory]
    [InlineData("POST", "/repos/team/handbook/issues")]
    [InlineData("POST", "/repos/team/handbook/issues/101/comments")]
    [InlineData("PATCH", "/repos/team/handbook/issues/101")]
    public async Task A_day_that_is_over_is_said_once_and_the_issue_opened_once(string method, string path)
    {
        var isCut = true;
        GitHub.Cut = c => c.Method == method && c.Path == path && isCut && !(isCut = false);
        for (var life = 0; life < 3; life++)
        {
            await using var tracker = new Tracker(Options);
            await tracker.UntilAsync(Tracker.Request(isOverdue: true), a => a.Status.Problem is not null || (a.Status.Number is not null && GitHub.Issues.Only.Body.Contains("overdue=", StringComparison.Ordinal)));
        }

        Assert.False(isCut);
        Assert.Contains("was due on 2026-01-05 and is not done", Assert.Single(GitHub.Issues.Only.Comments).Body, StringComparison.Ordinal);
        Assert.Contains("overdue=\"2026-01-05\"", GitHub.Issues.Only.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_is_over_is_not_said_in_a_locked_issue_and_not_tried_again()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        GitHub.Fault = context => context.Request.Path.Value!.EndsWith("/comments", StringComparison.Ordinal) && context.Request.Method == "POST" ? RefuseAsync(context, 403, "Unable to create comment because issue is locked.") : Task.FromResult(false);
        await using var tracker = new Tracker(Options);

        var answer = await tracker.UntilAsync(Tracker.Request(isOverdue: true), a => a.Status.Number is not null && GitHub.Issues.Only.Body.Contains("overdue=", StringComparison.Ordinal));

        Assert.Null(answer.Status.Problem);
        var writes = GitHub.Writes.Count;
        var calls = GitHub.Calls.Count;
        await tracker.UntilAsync(Tracker.Request(isOverdue: true), _ => GitHub.Calls.Count >= calls + 3);
        Assert.Equal(writes, GitHub.Writes.Count);
    }

    [Fact]
    public async Task An_issue_that_people_gave_to_another_item_and_then_to_none_keeps_no_other_from_being_followed()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options);
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;
        foreach (var body in new[] { GitHub.Issues.Only.Body.Replace("AI-1", "AI-9", StringComparison.Ordinal), "Nobody's." })
        {
            GitHub.Issues.Edit(i => i.Body = body);
            var calls = GitHub.Calls.Count;
            await tracker.UntilAsync(Tracker.Request(number: number), _ => GitHub.Calls.Count >= calls + 2);
        }

        var answer = await tracker.UntilAsync(Tracker.Request(number: number), a => a.Status.Problem is not null);

        Assert.Contains("does not say any more that it is for this action item", answer.Status.Problem, StringComparison.Ordinal);
    }

    /// <summary>What was not opened for sure needs no caution: it does not wait until lists cannot lack it any more.</summary>
    [Theory]
    [InlineData("GET", "/assignees/ann", 502)]
    [InlineData("POST", "/issues", 410)]
    public async Task After_a_refusal_it_is_opened_as_soon_as_it_can_be(string method, string path, int status)
    {
        var isRefused = true;
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        GitHub.Fault = context => isRefused && context.Request.Method == method && context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal) ? RefuseAsync(context, status, "No.") : Task.FromResult(false);
        await using var tracker = new Tracker(Options, TimeSpan.FromHours(1));
        var request = Tracker.Request(requestedAt: TimeProvider.System.GetUtcNow());
        await tracker.UntilAsync(request, a => a.Status.Problem is not null);

        isRefused = false;
        await tracker.OpenAsync(request);

        Assert.Single(GitHub.Issues.All);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("eu", 1)]
    public async Task Issues_of_another_cluster_are_taken_over_if_it_is_named(string adopts, int count)
    {
        await using (var tracker = new Tracker(Options))
        {
            await tracker.OpenAsync(Tracker.Request());
        }

        await using var other = new Tracker(Options, null, adopts);
        await other.UntilAsync(Tracker.Request(cluster: "us"), a => a.Status.Number is not null && GitHub.Issues.All[^1].Body.Contains("cluster=\"us\"", StringComparison.Ordinal));

        Assert.Equal(count, GitHub.Issues.All.Count);
    }

    [Fact]
    public async Task A_process_that_leads_no_more_opens_none_and_goes_on()
    {
        var asked = new TaskCompletionSource();
        await using var tracker = new Tracker(Options)
        {
            EnsureMayAct = () =>
            {
                asked.TrySetResult();
                throw new LeadershipLostException("postmortem-operator", "another one leads");
            },
        };

        tracker.Submit(Tracker.Request());
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // It is asked again with the next request, so that the loop has not ended with the first.
        asked = new TaskCompletionSource();
        tracker.Submit(Tracker.Request(i => i with { Title = "Another" }));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(tracker.IsRunning);
        Assert.Empty(GitHub.Issues.All);
    }

    [Fact]
    public async Task Two_hundred_issues_at_rest_take_one_request_an_interval()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(300);
        await using var tracker = new Tracker(Options);
        await tracker.OpenAsync(Tracker.Request());
        var before = GitHub.Calls.Count;

        await tracker.UntilAsync(Tracker.Request(), _ => GitHub.Calls.Count >= before + 5);

        Assert.All(GitHub.Calls.Skip(before), c => Assert.StartsWith("/repos/team/handbook/issues?", c.Path, StringComparison.Ordinal));
    }

    private static async Task<bool> RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new { message });
        return true;
    }
}
