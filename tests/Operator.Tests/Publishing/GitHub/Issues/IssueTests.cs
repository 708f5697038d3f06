using Operator.Api;
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

    [Theory]
    [InlineData("completed", FollowedState.Done)]
    [InlineData("not_planned", FollowedState.WontDo)]
    [InlineData("duplicate", FollowedState.WontDo)]
    [InlineData("a reason of next year", FollowedState.Done)]
    public async Task How_an_issue_is_closed_says_whether_it_was_done(string reason, FollowedState state)
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options);
        await tracker.OpenAsync(Tracker.Request());

        GitHub.Issues.Close(reason);
        var answer = await tracker.UntilAsync(Tracker.Request(), a => a.Said?.State == state);
        Assert.Equal(("AI-1", StatementSource.Issue, "ann"), (answer.Said!.ItemId, answer.Said.Source, answer.Said.By));

        GitHub.Issues.Edit(i => (i.IsOpen, i.Reason) = (true, "reopened"));
        await tracker.UntilAsync(Tracker.Request(), a => a.Said?.State == FollowedState.Open);
    }

    [Fact]
    public async Task A_bot_that_closes_an_issue_says_nothing_of_its_action_item()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options);
        await tracker.OpenAsync(Tracker.Request());

        GitHub.Issues.Close("not_planned", "stale[bot]", "Bot");

        Assert.Null((await tracker.UntilAsync(Tracker.Request(), a => a.ClosedByBot == "stale[bot]")).Said);
    }

    [Fact]
    public async Task What_people_set_on_an_issue_stays()
    {
        await using var tracker = new Tracker(Options);
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;
        GitHub.Issues.Edit(i =>
        {
            i.Title = "Our own title";
            i.Body = "Before.\r\n" + i.Body.ReplaceLineEndings("\r\n") + "After.";
            i.Milestone = 3;
            i.Labels.Add("urgent");
            i.Assignees.Add("bob");
        });

        await using var successor = new Tracker(Options);
        await successor.UntilAsync(Tracker.Request(i => i with { Title = "Enlarge both pools", DueDate = new DateOnly(2026, 2, 1) }, number), a => a.Status.Number is not null && GitHub.Issues.Only.Body.Contains("2026-02-01", StringComparison.Ordinal));

        var issue = GitHub.Issues.Only;
        Assert.Equal("Our own title", issue.Title);
        Assert.StartsWith("Before.\n<!-- postmortem.dev/begin action-item ", issue.Body, StringComparison.Ordinal);
        Assert.EndsWith("\nAfter.", issue.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-01-05", issue.Body, StringComparison.Ordinal);
        Assert.Equal((3, "post-mortem,action-item,urgent", "ann,bob"), (issue.Milestone, string.Join(',', issue.Labels), string.Join(',', issue.Assignees)));
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

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Of_an_issue_that_was_deleted_there_is_never_a_second_one(int status)
    {
        await using var tracker = new Tracker(Options);
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;
        GitHub.Issues.Edit(i => i.Gone = status);

        await using var successor = new Tracker(Options);
        var answer = await successor.UntilAsync(Tracker.Request(number: number), a => a.Status.Problem is not null);

        Assert.Contains($"issue #{number} was deleted, or is not shown to the operator; no other one is opened", answer.Status.Problem, StringComparison.Ordinal);
        Assert.Equal(number, answer.Status.Number);
        Assert.Single(GitHub.Issues.All);
    }

    [Fact]
    public async Task An_issue_that_does_not_say_any_more_what_it_is_for_is_left_alone()
    {
        await using var tracker = new Tracker(Options);
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;
        GitHub.Issues.Edit(i => i.Body = "Ours.");

        await using var successor = new Tracker(Options);
        var answer = await successor.UntilAsync(Tracker.Request(number: number), a => a.Status.Problem is not null);

        Assert.Contains($"issue #{number} does not say any more that it is for this action item", answer.Status.Problem, StringComparison.Ordinal);
        Assert.Equal("Ours.", GitHub.Issues.Only.Body);
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
    public async Task Issues_that_are_switched_off_are_said_to_be()
    {
        GitHub.Issues.AreSwitchedOff = true;
        await using var tracker = new Tracker(Options);

        var answer = await tracker.UntilAsync(Tracker.Request(), a => a.Status.Problem?.Contains("issues are switched off", StringComparison.Ordinal) == true);

        Assert.Contains("Issues has been disabled in this repository.", answer.Status.Problem, StringComparison.Ordinal);
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
}
