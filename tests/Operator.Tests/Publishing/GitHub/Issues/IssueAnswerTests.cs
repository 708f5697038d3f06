using Operator.Api;
using Operator.Publishing.Git;

namespace Operator.Tests.Publishing.GitHub.Issues;

/// <summary>What people do with an issue, and what becomes of its action item.</summary>
public sealed class IssueAnswerTests : GitHubTestBase
{
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
    public async Task A_duplicate_is_told_with_the_issue_that_it_repeats()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options);
        await tracker.OpenAsync(Tracker.Request());
        var refusals = 0;
        GitHub.Fault = async context =>
        {
            // At first GitHub is away.
            context.Response.StatusCode = 502;
            return context.Request.Path == "/api/graphql" && refusals++ == 0 && await Task.FromResult(true);
        };

        GitHub.Issues.Close("duplicate", original: "https://github.com/team/handbook/issues/7");
        var answer = await tracker.UntilAsync(Tracker.Request(), a => a.Said?.State == FollowedState.WontDo);
        Assert.Equal("https://github.com/team/handbook/issues/7", answer.Status.DuplicateOf);

        GitHub.Issues.Edit(i => (i.IsOpen, i.Reason) = (true, "reopened"));
        answer = await tracker.UntilAsync(Tracker.Request(), a => a.Said?.State == FollowedState.Open);
        Assert.Null(answer.Status.DuplicateOf);
    }

    [Fact]
    public async Task A_server_that_does_not_tell_of_which_it_is_a_duplicate_keeps_nothing_up()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options);
        await tracker.OpenAsync(Tracker.Request());
        GitHub.Fault = context =>
        {
            var isGraph = context.Request.Path == "/api/graphql";
            context.Response.StatusCode = isGraph ? 404 : 200;
            return Task.FromResult(isGraph);
        };

        GitHub.Issues.Close("duplicate");
        var answer = await tracker.UntilAsync(Tracker.Request(), a => a.Said?.State == FollowedState.WontDo);

        Assert.Equal((null, null), (answer.Status.DuplicateOf, answer.Status.Problem));
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
    public async Task Of_an_issue_that_was_moved_to_another_repository_there_is_never_a_second_one()
    {
        await using var tracker = new Tracker(Options);
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;
        GitHub.Issues.Edit(i => i.Gone = 301);

        await using var successor = new Tracker(Options);
        var answer = await successor.UntilAsync(Tracker.Request(number: number), a => a.Status.Problem is not null);

        Assert.Contains($"issue #{number} was moved to another repository, where it is not followed; no other one is opened", answer.Status.Problem, StringComparison.Ordinal);
        Assert.Single(GitHub.Issues.All);
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

    [Fact]
    public async Task Issues_that_are_switched_off_are_said_to_be()
    {
        GitHub.Issues.AreSwitchedOff = true;
        await using var tracker = new Tracker(Options);

        var answer = await tracker.UntilAsync(Tracker.Request(), a => a.Status.Problem?.Contains("issues are switched off", StringComparison.Ordinal) == true);

        Assert.Contains("Issues has been disabled in this repository.", answer.Status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_whose_marks_people_remove_is_said_to_be_followed_no_longer_at_once()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options);
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;
        await tracker.UntilAsync(Tracker.Request(number: number), a => a.Status.Number == number);

        GitHub.Issues.Edit(i => i.Body = "Ours.");

        var answer = await tracker.UntilAsync(Tracker.Request(number: number), a => a.Status.Problem is not null);
        Assert.Contains($"issue #{number} does not say any more that it is for this action item", answer.Status.Problem, StringComparison.Ordinal);
        Assert.Single(GitHub.Issues.All);
    }

    [Theory]
    [InlineData(301, "was moved to another repository")]
    [InlineData(410, "was deleted")]
    public async Task An_issue_that_vanishes_while_it_is_followed_is_noticed(int status, string problem)
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        await using var tracker = new Tracker(Options, new GitCredentialsReader(null, null), null, TimeSpan.FromMilliseconds(500));
        var number = (await tracker.OpenAsync(Tracker.Request())).Status.Number;
        var request = Tracker.Request(number: number);
        await tracker.UntilAsync(request, a => a.Status.Number == number);

        GitHub.Issues.Edit(i => i.Gone = status);

        var answer = await tracker.UntilAsync(request, a => a.Status.Problem is not null);
        Assert.Contains(problem, answer.Status.Problem, StringComparison.Ordinal);
        var calls = GitHub.Calls.Count;
        await tracker.UntilAsync(request, _ => GitHub.Calls.Count >= calls + 5);
        Assert.DoesNotContain(GitHub.Calls.Skip(calls), c => c.Path.EndsWith($"/issues/{number}", StringComparison.Ordinal));
    }

    /// <summary>A token of a person was replaced by an App: what the person's opened is followed as well.</summary>
    [Fact]
    public async Task Issues_that_another_account_of_the_operator_opened_are_followed()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        int? number;
        await using (var former = new Tracker(Options))
        {
            number = (await former.OpenAsync(Tracker.Request())).Status.Number;
        }

        GitHub.Issues.Login = "another-app[bot]";
        await using var tracker = new Tracker(Options);
        await tracker.UntilAsync(Tracker.Request(number: number), a => a.Said?.State == FollowedState.Open);
        GitHub.Issues.Close("completed");

        await tracker.UntilAsync(Tracker.Request(number: number), a => a.Said?.State == FollowedState.Done);
        Assert.Single(GitHub.Issues.All);
    }

    /// <summary>Where the account may not push, GitHub leaves labels and assignees out without a word.</summary>
    [Fact]
    public async Task An_issue_without_the_labels_that_GitHub_left_out_is_opened_once_and_left_as_it_is()
    {
        Options.PollInterval = TimeSpan.FromMilliseconds(200);
        GitHub.Issues.DropsLabels = true;
        await using var tracker = new Tracker(Options);

        var answer = await tracker.OpenAsync(Tracker.Request());
        var writes = GitHub.Writes.Count;
        var calls = GitHub.Calls.Count;
        await tracker.UntilAsync(Tracker.Request(number: answer.Status.Number), _ => GitHub.Calls.Count >= calls + 5);

        Assert.Equal((null, writes), (answer.Status.Problem, GitHub.Writes.Count));
        Assert.Empty(GitHub.Issues.Only.Labels);
    }

    [Fact]
    public async Task A_title_full_of_references_is_no_longer_than_GitHub_takes()
    {
        await using var tracker = new Tracker(Options);

        await tracker.UntilAsync(Tracker.Request(i => i with { Title = string.Concat(Enumerable.Repeat("#1", 100)) }), a => a.Status.Number is not null || a.Status.Problem?.Contains("too long", StringComparison.Ordinal) == true);

        Assert.InRange(GitHub.Issues.Only.Title.Length, 200, 256);
    }
}
