using Operator.Api;
using Operator.Testing.Git;
using Operator.Testing.GitHub;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>
/// The life of a resource that is proposed in pull requests: it is published, approved, edited, approved again and merged; the index follows, an issue
/// is closed, what changes then is proposed once more, and in the end the resource is deleted.
/// </summary>
public sealed class GitHubLife(World world, BareRepository repository, FakeGitHub github)
{
    private const string Name = "pm";
    private const string Branch = "postmortem/eu/default/pm";
    private const string IndexBranch = "postmortem/eu/_index";
    private const string Readme = "postmortems/2025/default/pm/README.md";
    private const string Index = "postmortems/README.md";
    private const string Words = "**Priority:** P0, felt like P1";

    /// <summary>What happens, one after the other.</summary>
    public IEnumerable<Act> Acts()
    {
        github.Pulls.DismissesStale = true;
        yield return new Act("proposed", () => world.ApplyAsync(Name, Spec("P0")), async () => await IsAsync(p => p.Reason(ConditionTypes.Published) == Reasons.PullRequestOpen && Issue(p)?.Number is not null)
            && Open(Branch) is { Reviewers.Count: 1, Labels.Count: 2 } && BranchText.Contains("/issues/", StringComparison.Ordinal) && github.Issues.Only.Comments.Count == 1 && github.Issues.Only.Body.Contains("overdue=", StringComparison.Ordinal));
        yield return new Act("approved", () => Review(), async () => await IsAsync(p => p.Is(ConditionTypes.Reviewed)) && Open(Branch)!.Body.Contains("- Tech Lead: approved", StringComparison.Ordinal));
        yield return new Act(
            "edited and changed",
            () =>
            {
                repository.CommitOn(Branch, "Ann's words", (Readme, BranchText.Replace("**Priority:** P0", Words, StringComparison.Ordinal)));
                github.Pulls.Edit(Open(Branch)!.Number, p => p.Body = "Ann: please look.\n\n" + p.Body);
                return world.ApplyAsync(Name, Spec("P2"));
            },
            async () => await IsAsync(p => p.Message(ConditionTypes.Published)!.Contains("people have edited", StringComparison.Ordinal) && !p.Is(ConditionTypes.Reviewed) && p.Status!.Approvals is [{ State: ApprovalState.Stale }])
                && Offers(Open(Branch)!) == 1 && Open(Branch)!.Body.Contains("in a comment below", StringComparison.Ordinal));
        yield return new Act(
            "approved and merged",
            async () =>
            {
                await Review();
                github.Pulls.Merge(Open(Branch)!.Number);
            },
            async () => await IsAsync(p => p.Is(ConditionTypes.Published) && p.Status!.Phase == PostMortemPhase.Published) && Open(IndexBranch) is not null);
        yield return new Act(
            "index merged",
            () =>
            {
                github.Pulls.Merge(Open(IndexBranch)!.Number);
                return Task.CompletedTask;
            },
            () => IsAsync(p => p.Is(ConditionTypes.Published)));
        yield return new Act(
            "done and proposed again",
            () =>
            {
                github.Issues.Close("completed");
                return Task.CompletedTask;
            },
            async () => await IsAsync(p => p.Status!.ActionItems![0].State == FollowedState.Done && p.Reason(ConditionTypes.Published) == Reasons.UpdatePending)
                && Open(Branch) is { Reviewers.Count: 1, Labels.Count: 2 } && BranchText.Contains("[x] **AI-1:**", StringComparison.Ordinal) && Open(Branch)!.Body.Contains("[x] **AI-1:**", StringComparison.Ordinal) && Offers(Open(Branch)!) == 1);
        yield return new Act("deleted", () => world.DeleteAsync(Name), async () => await world.FindAsync(Name) is null);
    }

    /// <summary>What must be the same whenever the process died: everything but times, commits and what follows from them.</summary>
    public async Task<string> StateAsync()
    {
        var pulls = github.Pulls.All.Select(p => $"#{p.Number} offers {Offers(p)} {p.Branch} {(p.IsOpen ? "open" : p.MergeCommit is null ? "closed" : "merged")} [{string.Join(',', p.Labels)}] [{string.Join(',', p.Reviewers)}] Ann {Count(p.Body, "Ann: please look.")}");
        var issues = github.Issues.All.Select(i => $"{(i.IsOpen ? "open" : "closed")} [{string.Join(',', i.Labels)}] [{string.Join(',', i.Assignees)}] comments {i.Comments.Count}");
        var text = github.Objects.TipOf(Branch) is null ? "" : BranchText;
        var branch = text.Length == 0 ? "no branch" : $"branch: words {Count(text, Words)}, done {Count(text, "[x] **AI-1:**")}, commits of Ann and ours {Commits()}";
        var trunk = $"trunk: {string.Join(' ', repository.Files)}; rows {(repository.Has(Index) ? Count(repository.Read(Index), "default/pm/README.md") : 0)}";
        var files = $"{string.Join(", ", pulls)}; {string.Join(", ", issues)}; {branch}; {trunk}";
        if (await world.FindAsync(Name) is not { } resource)
        {
            return $"no resource; {files}";
        }

        var status = resource.Status!;
        if (status.Document?.Outputs is null || status.ActionItems is null)
        {
            return $"{resource}; {files}";
        }

        var conditions = status.Conditions!.Select(c => $"{c.Type}={c.Status}/{c.Reason}");
        var statements = (status.ActionItems![0].Statements ?? []).Select(s => $"{s.Source} {s.State} {s.By}");
        var approvals = (status.Approvals ?? []).Select(a => $"{a.Reviewer} {a.Source} {a.State} {a.By}");
        var output = status.Document!.Outputs!.Single(o => o.Type == "Git");
        return $"{status.Phase} {output.PullRequest?.Number} {output.PullRequest?.State} [{string.Join(' ', conditions)}] [{string.Join(' ', statements)}] [{string.Join(' ', approvals)}]; {files}";
    }

    private string BranchText => repository.Read(Readme, Branch);

    private FakePull? Open(string branch) => github.Pulls.Open.SingleOrDefault(p => p.Branch == branch);

    private static int Offers(FakePull pull) => pull.Comments.Count(c => c.Contains("**Priority:** P2", StringComparison.Ordinal));

    private string Commits() => BareRepository.Git("-C", repository.Path, "rev-list", "--count", $"main..{Branch}").Trim();

    private static ActionItemIssueStatus? Issue(LivePostMortemView resource) => resource.Status!.ActionItems![0].Issue;

    private static int Count(string text, string what) => text.Split(what).Length - 1;

    private static string Spec(string severity) => Specs.With(
        Specs.With(Specs.Manual.Replace("\"P0\"", $"\"{severity}\"", StringComparison.Ordinal), Specs.Sections.Replace(",\"noActionItems\":\"Nothing is left to do\"", "", StringComparison.Ordinal)),
        """
        "deletionPolicy":"Delete","outputs":{"git":{"repository":"handbook"}},"review":{"reviewers":[{"name":"Tech Lead","github":"tech-lead"}]},
        "actionItems":[{"id":"AI-1","title":"Enlarge the pool","owner":"ann","dueDate":"2025-12-20","issue":{"repository":"handbook"}}]
        """);

    private Task Review()
    {
        github.Pulls.Review(Open(Branch)!.Number, "tech-lead");
        return Task.CompletedTask;
    }

    private async Task<bool> IsAsync(Func<LivePostMortemView, bool> condition) => await world.FindAsync(Name) is { } resource && resource.IsCurrent && resource.Is(ConditionTypes.Ready) && condition(resource);
}
